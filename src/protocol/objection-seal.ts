import type { PayeeNumber } from '#domain/disbursement/line.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { malformed, VerificationError } from '#transparency/verification-error.ts'
import { like, listOf, nullable, record, textUpTo, versionOne } from './door.ts'
import { base64url, concat, fromBase64, fromBase64url, utf8 } from './encoding.ts'
import { hkdf } from './hkdf.ts'
import { fromPaddedJson, paddedJson } from './padding.ts'
import { payeeNumber } from './payee.ts'

const ECDH = { name: 'ECDH', namedCurve: 'P-256' } as const
const POINT_BYTES = 65
const IV_BYTES = 12

/** What only the sumu reads. */
export interface ObjectionWords {
  v: 1
  /** What is wrong, by the words of the form's choices. */
  choices: string[]
  words: string
  /** The line that it is about. */
  line: PayeeNumber | null
  /** Whoever asked may say who they are, and need not. */
  name: string | null
  phone: string | null
  /** base64url of 32 bytes: seals answers for the code's holder, and does not tell the code. */
  answerKey: string
}

/** What the seal is bound to: on another objection it opens nothing. */
export interface ObjectionPlace {
  id: string
  region: RegionCode
  mark: string
}

/** For which office's key, and which of its keys. */
export interface ObjectionTo {
  township: RegionCode
  epoch: number
}

const readWords = record<ObjectionWords>({
  v: versionOne,
  choices: listOf(like<string>(/^[A-Za-z]{1,40}$/), 20),
  words: textUpTo(2000),
  line: nullable(payeeNumber),
  name: nullable(textUpTo(100)),
  phone: nullable(textUpTo(40)),
  answerKey: like<string>(/^[A-Za-z0-9_-]{43}$/),
})

/** An office's public key, read from the base64 of its SPKI. */
export async function readObjectionKey(text: string): Promise<PlatformKey> {
  const spki = fromBase64(text, 'objectionKey')
  try {
    return await crypto.subtle.importKey('spki', spki, ECDH, false, [])
  } catch {
    return malformed('objectionKey', 'spki')
  }
}

const gcm = (iv: Uint8Array, point: Uint8Array, { id, region, mark }: ObjectionPlace) =>
  ({
    name: 'AES-GCM',
    iv,
    additionalData: concat(point, utf8(`${id}${region}${mark}`)),
    tagLength: 128,
  }) as const

async function sealKey(
  own: PlatformKey,
  theirs: PlatformKey,
  { township, epoch }: ObjectionTo,
  usage: string,
): Promise<PlatformKey> {
  const algorithm = { name: 'ECDH', public: theirs } as const
  const shared = new Uint8Array(await crypto.subtle.deriveBits(algorithm, own, 256))
  const key = await hkdf(shared, 'sambar/objection/v1', `${township}/${epoch}`, 32)
  return crypto.subtle.importKey('raw', key, 'AES-GCM', false, [usage])
}

/**
 * Seals an objection for its sumu: neither the gacha nor whoever finds the device reads it again. `pair` is an ECDH pair
 * made for this one objection and thrown away, `iv` 12 random bytes.
 */
export async function sealObjection(
  inside: ObjectionWords,
  place: ObjectionPlace,
  to: ObjectionTo & { key: PlatformKey },
  { pair, iv }: { pair: PlatformKeyPair; iv: Uint8Array },
): Promise<string> {
  if (iv.length !== IV_BYTES) throw new TypeError('an objection is sealed with an iv of 12 bytes')
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  const key = await sealKey(pair.privateKey, to.key, to, 'encrypt')
  const sealed = await crypto.subtle.encrypt(gcm(iv, point, place), key, paddedJson(inside))
  return base64url(concat(point, iv, new Uint8Array(sealed)))
}

/** Opens it with the office's private key. KEY_WRONG where key, office, epoch, place or seal is another's. */
export async function openObjection(
  sealed: string,
  place: ObjectionPlace,
  from: ObjectionTo & { key: PlatformKey },
): Promise<ObjectionWords> {
  const bytes = fromBase64url(sealed, 'objection')
  if (bytes.length <= POINT_BYTES + IV_BYTES) malformed('objection', 'length')
  const point = bytes.subarray(0, POINT_BYTES)
  const iv = bytes.subarray(POINT_BYTES, POINT_BYTES + IV_BYTES)
  let plain: ArrayBuffer
  try {
    const theirs = await crypto.subtle.importKey('raw', point, ECDH, false, [])
    const key = await sealKey(from.key, theirs, from, 'decrypt')
    const rest = bytes.subarray(POINT_BYTES + IV_BYTES)
    plain = await crypto.subtle.decrypt(gcm(iv, point, place), key, rest)
  } catch (cause) {
    throw new VerificationError('KEY_WRONG', { what: 'objection' }, { cause })
  }
  return readWords(fromPaddedJson(new Uint8Array(plain), 'objection'), 'objection')
}
