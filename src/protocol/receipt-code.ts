import type { RegionCode } from '#domain/region/region.ts'
import { parseRegionCode } from '#domain/region/region-code.ts'
import { sha256 } from '#transparency/bytes.ts'
import { malformed } from '#transparency/verification-error.ts'
import { crockford, tidyCrockford } from './crockford.ts'
import { hex, utf8 } from './encoding.ts'
import { hkdf } from './hkdf.ts'

const RANDOM_BYTES = 12
const SECRET_CHARACTERS = 18
const CHECK_CHARACTERS = 2
const MARK_BYTES = 16

/** 18 Crockford characters (90 bits) that whoever asked takes away; nobody else has them, nor a device afterwards. */
export type ReceiptCode = string & { readonly __receipt: true }

async function check(code: ReceiptCode): Promise<string> {
  const hash = await sha256(utf8(`sambar/receipt-code/v1\n${code}`))
  return crockford(hash).slice(0, CHECK_CHARACTERS)
}

/** A code out of twelve random bytes: the first eighteen of their characters. */
export function receiptCodeOf(random: Uint8Array): ReceiptCode {
  if (random.length !== RANDOM_BYTES) throw new TypeError('a receipt is made of twelve bytes')
  return crockford(random).slice(0, SECRET_CHARACTERS) as ReceiptCode
}

/** As it is written down: twenty characters in five groups of four, the last two of them a check. */
export const formatReceiptCode = async (code: ReceiptCode): Promise<string> =>
  ((code + (await check(code))).match(/.{4}/g) ?? []).join(' ')

const CODE = /^[0-9A-HJKMNP-TV-Z]{20}$/

/** Reads a typed code; null where it is no twenty characters or its check does not fit. */
export async function parseReceiptCode(typed: string): Promise<ReceiptCode | null> {
  const text = tidyCrockford(typed)
  if (!CODE.test(text)) return null
  const code = text.slice(0, SECRET_CHARACTERS) as ReceiptCode
  return (await check(code)) === text.slice(SECRET_CHARACTERS) ? code : null
}

/** Under which its answers stand on the board, for everybody to see and nobody to trace: 32 hex digits. */
export const markOf = async (code: ReceiptCode): Promise<string> =>
  hex((await sha256(utf8(`sambar/receipt/v1\n${code}`))).subarray(0, MARK_BYTES))

/** What opens the words that are for whoever asked alone. */
export const answerKeyOf = (code: ReceiptCode): Promise<Uint8Array> =>
  hkdf(utf8(code), 'sambar/answer/v1', '', 32)

/** The same as a QR: `{origin}/r#{code}.{region}`. The fragment is sent to nobody. */
export async function formatReceiptLink(
  origin: string,
  code: ReceiptCode,
  region: RegionCode,
): Promise<string> {
  return `${origin.replace(/\/+$/, '')}/r#${tidyCrockford(await formatReceiptCode(code))}.${region}`
}

const FRAGMENT = /^([0-9A-Za-z]{20})\.(\d{12})$/

/** Reads a receipt's link, or its fragment alone: twenty characters for `parseReceiptCode`, and the board. MALFORMED else. */
export function parseReceiptLink(text: string): { code: string; region: RegionCode } {
  const tidy = text.trim().replace(/%2e/gi, '.')
  const [, code, at = ''] = FRAGMENT.exec(tidy.slice(tidy.indexOf('#') + 1)) ?? []
  const region = parseRegionCode(at)
  return code === undefined || region === null ? malformed('receiptLink') : { code, region }
}
