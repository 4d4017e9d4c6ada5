import { base64 } from '#protocol/encoding.ts'
import { heartbeatMessage } from '#protocol/device-heartbeat.ts'
import type { TabletKeyRecord } from '../db.ts'
import type { Store } from '../store.ts'
import { unlessFull } from './trouble.ts'

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const
const ECDSA = { name: 'ECDSA', hash: 'SHA-256' } as const

/**
 * The key of this device. It is kept before the county is shown its public half, so that an answer that was lost can be
 * asked for again with the same key.
 */
export async function ownKey(store: Store): Promise<TabletKeyRecord> {
  const { db } = store
  const kept = await store.read(() => db.tabletKey.get('key'))
  if (kept) return kept
  const pair = await crypto.subtle.generateKey(P256, false, ['sign', 'verify'])
  const spki = await crypto.subtle.exportKey('spki', pair.publicKey)
  const made: TabletKeyRecord = {
    id: 'key',
    key: pair.privateKey,
    publicKey: base64(new Uint8Array(spki)),
    n: 0,
    heardAt: null,
  }
  // Another tab may have been faster; one key is as good as the other, but there is only one.
  return store.write([db.tabletKey], async () => {
    const there = await db.tabletKey.get('key')
    if (there) return there
    await db.tabletKey.put(made)
    return made
  })
}

/**
 * The number of the next heartbeat, kept before it is used. `above`: what the county has heard already; it remembers, where
 * there is no room here to keep the number.
 */
export async function nextNumber(store: Store, above = 0): Promise<number> {
  const { db } = store
  let n = above + 1
  await unlessFull(
    store.write([db.tabletKey], async () => {
      const kept = await db.tabletKey.get('key')
      if (!kept) return
      n = Math.max(kept.n, above) + 1
      await db.tabletKey.put({ ...kept, n })
    }),
  )
  return n
}

/** base64 of r ‖ s. */
export async function signBeat(key: CryptoKey, device: string, body: string): Promise<string> {
  const message = new Uint8Array(heartbeatMessage(device, body))
  return base64(new Uint8Array(await crypto.subtle.sign(ECDSA, key, message)))
}
