import type { Hash } from '#domain/board/board-state.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { malformed, VerificationError } from '#transparency/verification-error.ts'
import { base64url, concat, fromBase64url, fromHex } from './encoding.ts'
import { hkdf } from './hkdf.ts'

const WRAP_IV = 12
const WRAP_BYTES = WRAP_IV + 32 + 16

/** The 16 bytes in a board's QR: whoever has them reads the names on that board in that epoch. */
export const boardKeyOf = (
  countySecret: Uint8Array,
  region: RegionCode,
  epoch: number,
): Promise<Uint8Array> => hkdf(countySecret, 'sambar/board-key/v1', `${region}/${epoch}`, 16)

/** The 32 bytes that open a board's wraps; office and phone both derive them from the board key. */
export const wrapKeyOf = (
  boardKey: Uint8Array,
  region: RegionCode,
  epoch: number,
): Promise<Uint8Array> => hkdf(boardKey, 'sambar/wrap/v1', `${region}/${epoch}`, 32)

const gcm = (iv: Uint8Array, content: Hash) =>
  ({ name: 'AES-GCM', iv, additionalData: fromHex(content), tagLength: 128 }) as const

/** Seals an object's key for a wrap key. `iv`: 12 random bytes, never twice under one wrap key. */
export async function wrapObjectKey(
  wrapKey: Uint8Array,
  content: Hash,
  objectKey: Uint8Array,
  iv: Uint8Array,
): Promise<string> {
  if (iv.length !== WRAP_IV || objectKey.length !== 32)
    throw new TypeError('a wrap takes an iv of 12 bytes and a key of 32')
  const key = await crypto.subtle.importKey('raw', wrapKey, 'AES-GCM', false, ['encrypt'])
  const sealed = await crypto.subtle.encrypt(gcm(iv, content), key, objectKey)
  return base64url(concat(iv, new Uint8Array(sealed)))
}

/** A wrap key made ready for opening many wraps. */
export const readyWrapKey = (wrapKey: Uint8Array): Promise<PlatformKey> =>
  crypto.subtle.importKey('raw', wrapKey, 'AES-GCM', false, ['decrypt'])

/** Opens a wrap; KEY_WRONG where the wrap key, the content or the wrap itself is another's. */
export async function unwrapObjectKey(
  wrapKey: Uint8Array | PlatformKey,
  content: Hash,
  wrap: string,
): Promise<Uint8Array> {
  const bytes = fromBase64url(wrap, 'wrap')
  if (bytes.length !== WRAP_BYTES) malformed('wrap', 'length')
  const key = wrapKey instanceof Uint8Array ? await readyWrapKey(wrapKey) : wrapKey
  const algorithm = gcm(bytes.subarray(0, WRAP_IV), content)
  try {
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, bytes.subarray(WRAP_IV)))
  } catch (cause) {
    throw new VerificationError('KEY_WRONG', { what: 'wrap' }, { cause })
  }
}
