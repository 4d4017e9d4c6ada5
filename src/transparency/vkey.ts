import { base64, fromBase64 } from './base64.ts'
import { concat, sha256, utf8 } from './bytes.ts'
import { malformed } from './verification-error.ts'

/** C2SP signed-note signature types that this system uses. */
const NOTE_KEY = 0x01
const COSIGNATURE_KEY = 0x04

/** `note`: Ed25519 over the text. `cosignature`: Ed25519 over time and text (cosignature/v1). */
export type KeyKind = 'note' | 'cosignature'

const TYPES: Record<KeyKind, number> = { note: NOTE_KEY, cosignature: COSIGNATURE_KEY }

/** A key that may be trusted, and under which name. */
export interface Vkey {
  name: string
  /** First four bytes of SHA-256(name ‖ LF ‖ type ‖ key), big-endian: tells keys apart, proves nothing. */
  keyId: number
  kind: KeyKind
  /** 32 bytes. */
  publicKey: Uint8Array
}

const HIDDEN = /[\s+\u0000-\u001f\u007f-\u009f]/u

/** Key names are not empty and have no space of any script, no plus and no control character. */
export const isKeyName = (name: string): boolean => name !== '' && !HIDDEN.test(name)

export async function keyIdOf(name: string, kind: KeyKind, publicKey: Uint8Array): Promise<number> {
  const hash = await sha256(concat(utf8(`${name}\n`), Uint8Array.of(TYPES[kind]), publicKey))
  return readKeyId(hash)
}

/** The first four bytes as an unsigned number. */
export const readKeyId = (bytes: Uint8Array): number =>
  (bytes[0] ?? 0) * 2 ** 24 + (bytes[1] ?? 0) * 2 ** 16 + (bytes[2] ?? 0) * 2 ** 8 + (bytes[3] ?? 0)

export const keyIdBytes = (keyId: number): Uint8Array =>
  Uint8Array.of(keyId >>> 24, (keyId >>> 16) & 255, (keyId >>> 8) & 255, keyId & 255)

/** `name+1a2b3c4d+base64(type ‖ key)`. */
export const formatVkey = ({ name, keyId, kind, publicKey }: Vkey): string =>
  `${name}+${keyId.toString(16).padStart(8, '0')}+${base64(concat(Uint8Array.of(TYPES[kind]), publicKey))}`

/** Reads a vkey. Types other than Ed25519 note and cosignature/v1, and IDs that do not fit, are MALFORMED. */
export async function parseVkey(text: string): Promise<Vkey> {
  const first = text.indexOf('+')
  const name = text.slice(0, Math.max(0, first))
  const idText = text.slice(first + 1, first + 9)
  if (first < 1 || !isKeyName(name) || text.charAt(first + 9) !== '+') malformed('vkey')
  if (!/^[0-9a-f]{8}$/.test(idText)) malformed('vkey', 'keyId')
  const material = fromBase64(text.slice(first + 10), 'vkey')
  const kind =
    material[0] === NOTE_KEY ? 'note' : material[0] === COSIGNATURE_KEY ? 'cosignature' : null
  if (kind === null || material.length !== 33) return malformed('vkey', 'type')
  const publicKey = material.slice(1)
  const keyId = parseInt(idText, 16)
  if ((await keyIdOf(name, kind, publicKey)) !== keyId) malformed('vkey', 'keyId')
  return { name, keyId, kind, publicKey }
}

export async function vkeyOf(name: string, kind: KeyKind, publicKey: Uint8Array): Promise<Vkey> {
  if (!isKeyName(name)) throw new TypeError('a key name has no spaces, no plus, and is not empty')
  return { name, kind, publicKey, keyId: await keyIdOf(name, kind, publicKey) }
}
