import { utf8 } from './encoding.ts'

/** HKDF-SHA256. Both labels are texts of ours, so that no two uses of one secret make the same key. */
export async function hkdf(
  secret: Uint8Array,
  salt: string,
  info: string,
  bytes: number,
): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits'])
  const algorithm = { name: 'HKDF', hash: 'SHA-256', salt: utf8(salt), info: utf8(info) } as const
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, key, bytes * 8))
}
