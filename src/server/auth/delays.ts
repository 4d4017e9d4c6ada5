import { createHash } from 'node:crypto'
import { deleteDelay, deleteDelaysBefore, findDelays, putDelay } from '../storage/staff.ts'
import type { DelayRow } from '../storage/staff.ts'
import type { Db } from '../storage/log.ts'

const SECOND = 1000
const HOUR = 3600 * SECOND
const DAY = 24 * HOUR
/** A mistyped password or four are everybody's; an office may share one address, and so may a whole gacha. */
const FREE_TRIES = { account: 5, address: 20, board: 20, device: 5 }
const FIRST_DELAY = 30 * SECOND

type Kind = keyof typeof FREE_TRIES

/** What is kept is a hash: a login typed into the wrong field may be a password, and addresses are somebody's. */
const keyOf = (kind: Kind, text: string): string =>
  createHash('sha256').update(`${kind}\n${text}`).digest('hex')

/** 30 seconds after the last free try, twice as long after each further one, at most an hour. */
export function delayAfter(failures: number, kind: Kind): number {
  const beyond = failures - FREE_TRIES[kind]
  return beyond < 0 ? 0 : Math.min(HOUR, FIRST_DELAY * 2 ** Math.min(beyond, 20))
}

export interface Tried {
  login: string
  address: string
}

/**
 * Counts a try before the password is looked at, so that a hundred tries at once are a hundred tries. Answers how many
 * milliseconds to wait; 0 means go on. Reading boards needs no account, so nobody is ever locked out of reading.
 */
export const countTry = (db: Db, tried: Tried, now: number): Promise<number> =>
  count(
    db,
    [
      ['account', keyOf('account', tried.login)],
      ['address', keyOf('address', tried.address)],
    ],
    now,
  )

function count(db: Db, keys: [Kind, string][], now: number): Promise<number> {
  return db.transaction().execute(async (tx) => {
    await deleteDelaysBefore(tx, now - DAY)
    const rows = new Map<string, DelayRow>()
    for (const row of await findDelays(
      tx,
      keys.map(([, key]) => key),
    ))
      rows.set(row.key, row)
    const wait = Math.max(0, ...[...rows.values()].map((row) => row.until_ms - now))
    if (wait > 0) return wait
    for (const [kind, key] of keys) {
      const failures = (rows.get(key)?.failures ?? 0) + 1
      const until_ms = now + delayAfter(failures, kind)
      await putDelay(tx, { key, failures, since_ms: now, until_ms })
    }
    return 0
  })
}

/** The password was right: the account starts afresh, and the address did nothing wrong this time. */
export async function forgetTry(db: Db, tried: Tried): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await deleteDelay(tx, keyOf('account', tried.login))
    const [address] = await findDelays(tx, [keyOf('address', tried.address)])
    if (address) {
      const failures = Math.max(0, address.failures - 1)
      await putDelay(tx, { ...address, failures, until_ms: 0 })
    }
  })
}

/** A code typed for a board, from an address. */
export interface Guessed {
  region: string
  address: string
}

const guessKey = ({ region, address }: Guessed) => keyOf('board', `${address}\n${region}`)

/** Counts a guess at a board's code as `countTry` does; other boards and other addresses do not wait with it. */
export const countGuess = (db: Db, guessed: Guessed, now: number): Promise<number> =>
  count(db, [['board', guessKey(guessed)]], now)

/** The code was right, so there was nothing to guess. */
export const forgetGuess = (db: Db, guessed: Guessed): Promise<void> =>
  deleteDelay(db, guessKey(guessed))

const deviceKey = (address: string) => keyOf('device', address)

/** Counts a try at a tablet's one-time code, by address: whichever offer it names. */
export const countDeviceTry = (db: Db, address: string, now: number): Promise<number> =>
  count(db, [['device', deviceKey(address)]], now)

/** The code was right, so there was nothing to guess. */
export const forgetDeviceTry = (db: Db, address: string): Promise<void> =>
  deleteDelay(db, deviceKey(address))
