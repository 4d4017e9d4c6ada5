import type { Hash } from '#domain/board/board-state.ts'
import { VerificationError } from '#transparency/verification-error.ts'
import { canonicalJson, parseCanonical, parseJson } from './canonical-json.ts'
import { concat, fromUtf8, hex, utf8 } from './encoding.ts'
import type { Keyring } from './keyring.ts'
import { hashOf, sha256 } from './sha256.ts'
import type { ObjectRef } from './shapes.ts'
import { unpack } from './unpack.ts'

export const SALT_BYTES = 16

/** An object key seals one message only, so the iv may stand still. */
const SEAL = {
  name: 'AES-GCM',
  iv: new Uint8Array(12),
  additionalData: utf8('sambar/object/v1'),
  tagLength: 128,
} as const

/** salt ‖ canonical JSON. `salt`: 16 random bytes, so that nobody can guess a short list from its hash. */
export function plainOf(salt: Uint8Array, value: unknown): Uint8Array {
  if (salt.length !== SALT_BYTES) throw new TypeError('a salt has 16 bytes')
  return concat(salt, utf8(canonicalJson(value)))
}

/** An object as it is served, with everything that its ObjectRef says of it but role and wraps. */
export interface Sealed {
  content: Hash
  address: Hash
  length: number
  size: number
  bytes: Uint8Array
}

/** Makes the served bytes from the plain ones and their gzip; `key` null where anybody may read. */
export async function sealObject(object: {
  plain: Uint8Array
  packed: Uint8Array
  key: Uint8Array | null
}): Promise<Sealed> {
  const { plain, packed, key } = object
  const bytes = key === null ? packed : await encrypt(packed, key)
  const [content, address] = await Promise.all([hashOf(plain), hashOf(bytes)])
  return { content, address, length: bytes.length, size: plain.length, bytes }
}

async function encrypt(packed: Uint8Array, objectKey: Uint8Array): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey('raw', objectKey, 'AES-GCM', false, ['encrypt'])
  return new Uint8Array(await crypto.subtle.encrypt(SEAL, key, packed))
}

/** Are these the bytes that the shelf speaks of? Length first, then the address. Needs no key. */
export async function verifyServed(ref: ObjectRef, bytes: Uint8Array): Promise<void> {
  if (bytes.length !== ref.length)
    throw new VerificationError('LENGTH_WRONG', {
      what: ref.role,
      expected: ref.length,
      got: bytes.length,
    })
  if (hex(await sha256(bytes)) !== ref.address)
    throw new VerificationError('ADDRESS_WRONG', { what: ref.role, address: ref.address })
}

/** Decrypts and unpacks served bytes, and checks size and content. The result is salt ‖ JSON. */
export async function plainFrom(
  ref: ObjectRef,
  bytes: Uint8Array,
  keyring: Keyring,
): Promise<Uint8Array> {
  const packed = ref.open === 'public' ? bytes : await decrypt(ref, bytes, keyring)
  const plain = await unpack(packed, ref.size)
  if (hex(await sha256(plain)) !== ref.content)
    throw new VerificationError('CONTENT_WRONG', { what: ref.role, address: ref.address })
  return plain
}

async function decrypt(ref: ObjectRef, bytes: Uint8Array, keyring: Keyring): Promise<Uint8Array> {
  const objectKey = await keyring.objectKey(ref)
  try {
    const key = await crypto.subtle.importKey('raw', objectKey, 'AES-GCM', false, ['decrypt'])
    return new Uint8Array(await crypto.subtle.decrypt(SEAL, key, bytes))
  } catch (cause) {
    throw new VerificationError('KEY_WRONG', { what: ref.role, address: ref.address }, { cause })
  }
}

/** The value in a plain object, still to be parsed into a type. Shelves must be canonical JSON, as manifests must. */
export function valueOf(ref: ObjectRef, plain: Uint8Array): unknown {
  const text = fromUtf8(plain.subarray(SALT_BYTES), ref.role)
  return ref.role === 'shelf' ? parseCanonical(text, ref.role) : parseJson(text, ref.role)
}

/**
 * Opens an object: length, address, key, size, content, in this order, each of which must hold. The value is what was
 * published under this content hash; its form is still to be parsed (`parseListChunk`, `parseHeader`, …).
 */
export async function openObject(
  ref: ObjectRef,
  bytes: Uint8Array,
  keyring: Keyring,
): Promise<unknown> {
  await verifyServed(ref, bytes)
  return valueOf(ref, await plainFrom(ref, bytes, keyring))
}
