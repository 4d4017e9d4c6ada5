import { heartbeatPath } from '#protocol/addresses.ts'
import { parseJson } from '#protocol/canonical-json.ts'
import { formatHeartbeat, type Heartbeat } from '#protocol/device-heartbeat.ts'
import { count, nullable, optional, record, text, versionOne } from '#protocol/door.ts'
import type { BeatOutcome, Shown } from './api.ts'
import type { TabletKeyRecord, TabletRecord } from '../db.ts'
import type { Host } from './host.ts'
import { ordersIn } from './held-orders.ts'
import { checkedOrders, forget, obey, trusted } from './orders.ts'
import { nextNumber, signBeat } from './own-key.ts'
import { codeOf, plainTrouble, understood, unlessFull } from './trouble.ts'

const LONGEST_ANSWER = 64 * 1024
/** A county that says to have heard more than this is not to be counted after. */
const MOST = 2 ** 48

const readAnswer = record<{ v: 1; settings: string | null }>({
  v: versionOne,
  settings: nullable(text),
})
const readRefusal = record<{ error: string; n?: number }>({ error: text, n: optional(count) })

/**
 * One heartbeat, and what the county orders in answer to it. Whatever goes wrong, what is held goes on being shown. Orders
 * that do not hold are asked for once more: a bad line garbles, a county's lie stays.
 */
export async function beat(host: Host, shown: Shown): Promise<BeatOutcome> {
  await host.awake()
  const outcome = await tryToBeat(host, shown)
  return outcome.kind === 'ordersRefused' ? tryToBeat(host, shown) : outcome
}

async function tryToBeat(host: Host, shown: Shown): Promise<BeatOutcome> {
  if (host.store.readOnly) return { kind: 'updateTheApp' }
  if (!globalThis.crypto?.subtle) return { kind: 'notSecure' }
  const { db } = host.store
  try {
    const [tablet, key] = await host.store.read(() =>
      Promise.all([db.tablet.get('tablet'), db.tabletKey.get('key')]),
    )
    if (!tablet || !key) return { kind: 'notEnrolled' }
    if (ordersIn(tablet).orders.revoked) return await goneBack(host)
    const answer = await send(host, tablet, key, shown)
    if (!('settings' in answer)) return answer
    await unlessFull(noteHeard(host))
    if (answer.settings !== null) return await take(host, tablet, answer.settings)
    await obey(host, ordersIn(tablet))
    return { kind: 'sent', newOrders: false, restart: false }
  } catch (error) {
    const plain = plainTrouble(error)
    if (plain) return { kind: plain }
    const code = codeOf(error)
    if (code === null) throw error
    return { kind: 'ordersRefused', code }
  }
}

async function goneBack(host: Host): Promise<BeatOutcome> {
  await forget(host)
  return { kind: 'revoked' }
}

async function send(
  host: Host,
  tablet: TabletRecord,
  { key }: TabletKeyRecord,
  shown: Shown,
): Promise<{ settings: string | null } | BeatOutcome> {
  const { device, version } = tablet
  const rest = {
    v: 1,
    sentAt: host.clock.ages().likelyNow,
    settings: version,
    storage: await storageHere(),
    ...shown,
  } as const
  let above = 0
  for (let tries = 0; tries < 2; tries++) {
    const n = await nextNumber(host.store, above)
    const body = formatHeartbeat({ ...rest, n } satisfies Heartbeat)
    const headers = { 'Sambar-Signature': await signBeat(key, device, body) }
    const path = heartbeatPath(device)
    const { status, text: answer } = await host.door.post(path, body, headers, LONGEST_ANSWER)
    if (status === 200) {
      const read = understood(() => readAnswer(parseJson(answer), 'beat'))
      return read ?? { kind: 'serverTrouble' }
    }
    if (status !== 409) return { kind: status === 404 ? 'notKnown' : 'serverTrouble' }
    // A power cut can lose the last number that was used; the county remembers.
    const told = understood(() => readRefusal(parseJson(answer), 'refusal'))
    above = Math.min(told?.n ?? 0, MOST)
  }
  return { kind: 'serverTrouble' }
}

/** What this browser keeps and may keep; null where it does not say. */
async function storageHere(): Promise<Heartbeat['storage']> {
  const storage = globalThis.navigator?.storage as StorageManager | undefined
  if (!storage?.estimate) return null
  const { usage = 0, quota = 0 } = await storage.estimate().catch(() => ({}) as StorageEstimate)
  return { used: Math.round(usage), quota: Math.round(quota) }
}

function noteHeard({ store, clock }: Host): Promise<unknown> {
  const { db } = store
  const { likelyNow } = clock.ages()
  return store.write([db.tabletKey], () => db.tabletKey.update('key', { heardAt: likelyNow }))
}

/** New orders: checked, kept, then done. What was interrupted is finished at the next heartbeat. */
async function take(host: Host, tablet: TabletRecord, note: string): Promise<BeatOutcome> {
  const signed = await checkedOrders(host, note, tablet, await trusted(host))
  const { db } = host.store
  const kept = await host.store.write([db.tablet], async () => {
    const now = await db.tablet.get('tablet')
    if (!now || now.version >= signed.version) return false
    await db.tablet.put({ ...now, note, version: signed.version })
    return true
  })
  if (!kept) return { kind: 'sent', newOrders: false, restart: false }
  if (signed.orders.revoked) return goneBack(host)
  await obey(host, signed)
  const restart = signed.orders.restart > ordersIn(tablet).orders.restart
  return { kind: 'sent', newOrders: true, restart }
}
