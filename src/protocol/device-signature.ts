import { malformed } from '#transparency/verification-error.ts'
import { fromBase64 } from './encoding.ts'

const ECDSA = { name: 'ECDSA', hash: 'SHA-256' } as const
const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const
const SIGNATURE_BYTES = 64

/** A device's public key, read from the base64 of its SPKI. MALFORMED for anything but a point of P-256. */
export async function readDeviceKey(text: string): Promise<PlatformKey> {
  const spki = fromBase64(text, 'deviceKey')
  try {
    return await crypto.subtle.importKey('spki', spki, P256, false, ['verify'])
  } catch {
    return malformed('deviceKey', 'spki')
  }
}

/** Did the holder of this key say this? `signature`: base64 of r ‖ s. `what` names it where it is no signature at all. */
export async function isSignedBy(
  key: PlatformKey,
  message: Uint8Array,
  signature: string,
  what: string,
): Promise<boolean> {
  const bytes = fromBase64(signature, what)
  if (bytes.length !== SIGNATURE_BYTES) malformed(what, 'signature')
  return crypto.subtle.verify(ECDSA, key, bytes, message)
}
