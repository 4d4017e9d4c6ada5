import { fromBase64url } from './base64.ts'
import { concat } from './bytes.ts'

/** Ed25519 (RFC 8032) by whatever the platform has. `verify` answers; it does not throw for wrong bytes. */
export interface Ed25519 {
  readonly by: 'web' | 'noble'
  verify(publicKey: Uint8Array, signature: Uint8Array, message: Uint8Array): Promise<boolean>
  sign(seed: Uint8Array, message: Uint8Array): Promise<Uint8Array>
  publicKeyOf(seed: Uint8Array): Promise<Uint8Array>
}

const NAME = { name: 'Ed25519' }

/** PKCS #8 of an Ed25519 private key (RFC 8410 §7) up to its 32 bytes. */
const PKCS8 = Uint8Array.of(48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32)

const importSeed = (seed: Uint8Array, extractable: boolean) =>
  crypto.subtle.importKey('pkcs8', concat(PKCS8, seed), NAME, extractable, ['sign'])

/** Web Crypto: Chrome 137, Safari 17, Firefox 129, Node 20 and later. */
export const webEd25519: Ed25519 = {
  by: 'web',
  async verify(publicKey, signature, message) {
    if (publicKey.length !== 32 || signature.length !== 64) return false
    try {
      const key = await crypto.subtle.importKey('raw', publicKey, NAME, false, ['verify'])
      return await crypto.subtle.verify(NAME, key, signature, message)
    } catch {
      return false
    }
  },
  async sign(seed, message) {
    const key = await importSeed(seed, false)
    return new Uint8Array(await crypto.subtle.sign(NAME, key, message))
  },
  async publicKeyOf(seed) {
    const { x } = await crypto.subtle.exportKey('jwk', await importSeed(seed, true))
    return fromBase64url(x ?? '', 'publicKey')
  },
}

let detected: Promise<Ed25519> | null = null

/** Asked once a process: can Web Crypto check a signature that is known to be right? Else a library is fetched. */
export function ed25519(): Promise<Ed25519> {
  detected ??= detect().catch((cause: unknown) => {
    detected = null
    throw cause
  })
  return detected
}

async function detect(): Promise<Ed25519> {
  return (await isOnWeb()) ? webEd25519 : (await import('./noble.ts')).nobleEd25519
}

async function isOnWeb(): Promise<boolean> {
  const seed = new Uint8Array(32)
  try {
    const publicKey = await webEd25519.publicKeyOf(seed)
    return await webEd25519.verify(publicKey, await webEd25519.sign(seed, seed), seed)
  } catch {
    return false
  }
}
