import { base64 } from '#protocol/encoding.ts'
import { canonicalJson } from '#protocol/canonical-json.ts'
import { heartbeatMessage, type Heartbeat } from '#protocol/device-heartbeat.ts'

/** A tablet as the county sees it: a key, and what it says under it. */
export interface TestTablet {
  key: string
  sign: (device: string, body: string) => Promise<string>
}

export async function testTablet(): Promise<TestTablet> {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'sign',
    'verify',
  ])
  const spki = await crypto.subtle.exportKey('spki', pair.publicKey)
  return {
    key: base64(new Uint8Array(spki)),
    sign: async (device, body) => {
      const message = new Uint8Array(heartbeatMessage(device, body))
      const how = { name: 'ECDSA', hash: 'SHA-256' }
      return base64(new Uint8Array(await crypto.subtle.sign(how, pair.privateKey, message)))
    },
  }
}

/** A heartbeat of a tablet that is well and shows nothing yet. */
export const heartbeatOf = (n: number, more: Partial<Heartbeat> = {}): Heartbeat => ({
  v: 1,
  n,
  sentAt: '2026-03-09T02:00:00Z' as Heartbeat['sentAt'],
  app: '0.1.0',
  settings: 1,
  shows: null,
  asOf: null,
  storage: { used: 1_000_000, quota: 1_000_000_000 },
  battery: { level: 80, charging: true },
  upSeconds: 3600,
  errors: [],
  ...more,
})

export const bodyOf = (heartbeat: Heartbeat): string => canonicalJson(heartbeat)
