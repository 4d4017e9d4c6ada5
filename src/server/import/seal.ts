import { createCipheriv, createDecipheriv } from 'node:crypto'

const AAD = Buffer.from('sambar/sealed/v1')
const IV = 12
const TAG = 16

/**
 * Seals a source file for the archive: iv(12) ‖ AES-256-GCM ‖ tag(16). The key (32 bytes) lies
 * outside the database; whoever has the data folder alone reads nothing. `iv` is fresh and random for
 * every file.
 */
export function sealSource(bytes: Uint8Array, key: Uint8Array, iv: Uint8Array): Uint8Array {
  if (iv.length !== IV) throw new RangeError('the nonce of a sealed file has 12 bytes')
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  cipher.setAAD(AAD)
  return Buffer.concat([iv, cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
}

/** Opens what `sealSource` made. Throws when a single bit is another. */
export function openSource(sealed: Uint8Array, key: Uint8Array): Uint8Array {
  if (sealed.length < IV + TAG) throw new Error('a sealed file is longer')
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, IV))
  decipher.setAAD(AAD)
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG))
  return Buffer.concat([
    decipher.update(sealed.subarray(IV, sealed.length - TAG)),
    decipher.final(),
  ])
}
