import { devicesPath } from '#protocol/addresses.ts'
import { canonicalJson, parseJson } from '#protocol/canonical-json.ts'
import { parseDeviceCode, parseDeviceRoot } from '#protocol/device-code.ts'
import type { SignedOrders } from '#protocol/device-orders.ts'
import { deviceId } from '#protocol/signed-orders.ts'
import { count, optional, record, text, versionOne } from '#protocol/door.ts'
import { hex } from '#protocol/encoding.ts'
import { tidyCrockford } from '#protocol/crockford.ts'
import type { EnrolRefusal } from './api.ts'
import { countyOfCode } from '../county.ts'
import type { TabletKeyRecord } from '../db.ts'
import type { Trust } from '../sync/keys.ts'
import type { Host } from './host.ts'
import { checkedOrders, obey, pinnedLog, trusted } from './orders.ts'
import { ownKey } from './own-key.ts'
import { codeOf, plainTrouble, understood } from './trouble.ts'

const LONGEST_ANSWER = 64 * 1024

const readEnrolled = record<{ v: 1; device: string; settings: string }>({
  v: versionOne,
  device: deviceId,
  settings: text,
})
const readRefusal = record<{ error: string; retryAfterSeconds?: number }>({
  error: text,
  retryAfterSeconds: optional(count),
})

/**
 * Makes this device a tablet. First it is seen who answers, then the code is spent; what is kept is kept in one
 * transaction, and the boards follow.
 */
export async function enrol(
  host: Host,
  code: string,
  root: string | null,
): Promise<{ device: string } | EnrolRefusal> {
  await host.awake()
  if (host.store.readOnly) return { refused: 'updateTheApp' }
  if (!globalThis.crypto?.subtle) return { refused: 'notSecure' }
  if (!(await parseDeviceCode(code))) return { refused: 'codeTyped' }
  try {
    return await spend(host, tidyCrockford(code), root)
  } catch (error) {
    const plain = plainTrouble(error)
    if (plain) return { refused: plain }
    const wrong = codeOf(error)
    if (wrong === null) throw error
    return { refused: wrong === 'ROOT_WRONG' ? 'otherCounty' : 'notVerified' }
  }
}

async function spend(
  host: Host,
  code: string,
  root: string | null,
): Promise<{ device: string } | EnrolRefusal> {
  const { db } = host.store
  if (await host.store.read(() => db.tablet.get('tablet'))) return { refused: 'enrolledAlready' }
  const trust = await trusted(host)
  if (root !== null && hex(parseDeviceRoot(root)) !== trust.log.root)
    return { refused: 'otherCounty' }
  const key = await ownKey(host.store)
  const body = canonicalJson({ v: 1, code, key: key.publicKey })
  const { status, text: answer } = await host.door.post(devicesPath, body, {}, LONGEST_ANSWER)
  if (status !== 200) return refusalIn(answer)
  const enrolled = understood(() => readEnrolled(parseJson(answer), 'enrolled'))
  if (!enrolled) return { refused: 'serverTrouble' }
  const { device, settings: note } = enrolled
  const signed = await checkedOrders(host, note, { device, version: 0 }, trust)
  await keep(host, { key, note, signed, trust, byLink: root !== null })
  await obey(host, signed)
  return { device }
}

function refusalIn(answer: string): EnrolRefusal {
  const told = understood(() => readRefusal(parseJson(answer), 'refusal'))
  if (told?.error === 'tooManyTries')
    return { refused: 'tooManyTries', retryAfterSeconds: told.retryAfterSeconds ?? 0 }
  return { refused: told?.error === 'deviceCodeWrong' ? 'codeWrong' : 'serverTrouble' }
}

/** From here on this is a tablet. What somebody followed on this device before is not the board's business. */
async function keep(
  { store }: Host,
  {
    key,
    note,
    signed: { device, version, orders },
    trust,
    byLink,
  }: {
    key: TabletKeyRecord
    note: string
    signed: SignedOrders
    trust: Trust
    byLink: boolean
  },
): Promise<void> {
  const { db } = store
  const tables = [db.tablet, db.tabletKey, db.log, db.households, db.visits]
  await store.write(tables, async () => {
    const log = await db.log.get('log')
    const rootPinned = byLink ? 'link' : (log?.rootPinned ?? 'firstUse')
    const [first] = orders.boards
    if (log) await db.log.update('log', { rootPinned })
    else if (first) await db.log.put(pinnedLog(trust, countyOfCode(first.region), rootPinned))
    await db.households.clear()
    await db.visits.clear()
    await db.tabletKey.put(key)
    await db.tablet.put({ id: 'tablet', device, note, version, rootPinned })
  })
}
