import { createHash } from 'node:crypto'
import {
  deleteSession,
  deleteSessionsBefore,
  findPerson,
  findSession,
  findStaff,
  insertSession,
  touchSession,
} from '../storage/staff.ts'
import { instantOf } from '#domain/calendar/day.ts'
import type { Storage } from '../storage/open.ts'
import { writeAudit } from '../storage/audit.ts'
import { countTry, forgetTry } from './delays.ts'
import type { Passwords } from './password.ts'
import type { Person } from './person.ts'

const MINUTE = 60_000
/** A session that nobody uses ends. */
export const IDLE_MS = 30 * MINUTE
/** And any session at the end of a working day. */
export const LONGEST_MS = 12 * 60 * MINUTE
/** Being seen is written down at most once a minute. */
const TOUCH_MS = MINUTE

export interface Auth {
  storage: Storage
  passwords: Passwords
  now: () => number
  random: (bytes: number) => Uint8Array
}

export interface SignedIn {
  person: Person
  /** Goes into the cookie and is nowhere else: the database has its hash. */
  token: string
}

export type SignInRefusal =
  { refused: 'signInFailed' } | { refused: 'tooManyTries'; retryAfterSeconds: number }

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/**
 * Checks a name and password. Wrong name, wrong password and closed account answer the same, and take the same time.
 * `before` is the session that the browser showed; it ends here, so that nobody can plant one.
 */
export async function signIn(
  auth: Auth,
  given: { login: string; password: string; address: string; before?: string | null },
): Promise<SignedIn | SignInRefusal> {
  const person = await checkPassword(auth, given)
  if ('refused' in person) return person
  const now = auth.now()
  const token = Buffer.from(auth.random(32)).toString('base64url')
  await auth.storage.db.transaction().execute(async (tx) => {
    await deleteSessionsBefore(tx, now - LONGEST_MS)
    if (given.before) await deleteSession(tx, hashOf(given.before))
    await insertSession(tx, {
      id_hash: hashOf(token),
      staff: person.id,
      created_ms: now,
      seen_ms: now,
    })
    await writeAudit(tx, { at: instantOf(now), staff: person.id, action: 'signIn' })
  })
  return { person, token }
}

/** The same check without a session: for the command line, where each command asks. */
export async function checkPassword(
  auth: Auth,
  given: { login: string; password: string; address: string },
): Promise<Person | SignInRefusal> {
  const { storage, passwords } = auth
  const login = given.login.normalize('NFKC').trim().toLowerCase()
  const tried = { login, address: given.address }
  const wait = await countTry(storage.db, tried, auth.now())
  if (wait > 0) return { refused: 'tooManyTries', retryAfterSeconds: Math.ceil(wait / 1000) }
  const staff = await findStaff(storage.read, login)
  const right = await passwords.verify(staff?.password ?? null, given.password)
  // Asked after the slow part, and of the writer, so that an account closed meanwhile is closed.
  const person = right && staff ? await findPerson(storage.db, staff.id) : null
  if (!person) return { refused: 'signInFailed' }
  await forgetTry(storage.db, tried)
  return person
}

/** Who shows this token: null where it is unknown, idle too long, too old, or its account was closed. */
export async function personOf(auth: Auth, token: string): Promise<Person | null> {
  const { storage } = auth
  const session = await findSession(storage.read, hashOf(token))
  if (!session) return null
  const now = auth.now()
  const ended = now - session.seen_ms > IDLE_MS || now - session.created_ms > LONGEST_MS
  if (ended) {
    await deleteSession(storage.db, session.id_hash)
    return null
  }
  if (now - session.seen_ms > TOUCH_MS) await touchSession(storage.db, session.id_hash, now)
  return findPerson(storage.read, session.staff)
}

export async function signOut(auth: Auth, token: string): Promise<void> {
  await deleteSession(auth.storage.db, hashOf(token))
}
