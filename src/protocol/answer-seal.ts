import { malformed, VerificationError } from '#transparency/verification-error.ts'
import { record, textUpTo } from './door.ts'
import { base64url, concat, fromBase64url, utf8 } from './encoding.ts'
import { fromPaddedJson, paddedJson } from './padding.ts'

const IV_BYTES = 12
const MOST_WORDS = 2000

/** Where the words stand: a seal that was moved to another step opens nothing. */
export interface AnswerPlace {
  mark: string
  step: number
}

const gcm = (iv: Uint8Array, { mark, step }: AnswerPlace) =>
  ({
    name: 'AES-GCM',
    iv,
    additionalData: utf8(`sambar/answer/v1\n${mark}\n${step}`),
    tagLength: 128,
  }) as const

/** Words for whoever asked alone. `answerKey` came with the objection; `iv`: 12 random bytes. */
export async function sealAnswer(
  words: string,
  place: AnswerPlace,
  answerKey: Uint8Array,
  iv: Uint8Array,
): Promise<string> {
  if (iv.length !== IV_BYTES) throw new TypeError('an answer is sealed with an iv of 12 bytes')
  const key = await crypto.subtle.importKey('raw', answerKey, 'AES-GCM', false, ['encrypt'])
  const sealed = await crypto.subtle.encrypt(gcm(iv, place), key, paddedJson({ words }))
  return base64url(concat(iv, new Uint8Array(sealed)))
}

const readWords = record<{ words: string }>({ words: textUpTo(MOST_WORDS) })

/** Opens them with the key of the receipt code; KEY_WRONG for another code's. */
export async function openAnswer(
  sealed: string,
  place: AnswerPlace,
  answerKey: Uint8Array,
): Promise<string> {
  const bytes = fromBase64url(sealed, 'answer')
  if (bytes.length <= IV_BYTES) malformed('answer', 'length')
  const key = await crypto.subtle.importKey('raw', answerKey, 'AES-GCM', false, ['decrypt'])
  let plain: ArrayBuffer
  try {
    const algorithm = gcm(bytes.subarray(0, IV_BYTES), place)
    plain = await crypto.subtle.decrypt(algorithm, key, bytes.subarray(IV_BYTES))
  } catch (cause) {
    throw new VerificationError('KEY_WRONG', { what: 'answer' }, { cause })
  }
  return readWords(fromPaddedJson(new Uint8Array(plain), 'answer'), 'answer').words
}
