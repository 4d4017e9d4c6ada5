import * as noble from '@noble/ed25519'
import type { Ed25519 } from './ed25519.ts'

/** The small library: slower by a millisecond or four, the same answers. */
export const nobleEd25519: Ed25519 = {
  by: 'noble',
  async verify(publicKey, signature, message) {
    if (publicKey.length !== 32 || signature.length !== 64) return false
    try {
      // Strict RFC 8032 as Web Crypto is, not the laxer rules that blockchains need.
      return await noble.verifyAsync(signature, message, publicKey, { zip215: false })
    } catch {
      return false
    }
  },
  sign: async (seed, message) => new Uint8Array(await noble.signAsync(message, seed)),
  publicKeyOf: async (seed) => new Uint8Array(await noble.getPublicKeyAsync(seed)),
}
