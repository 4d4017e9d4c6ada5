import type { NoticeId } from '#domain/notice/notice.ts'
import type { ObjectionKind } from '#domain/objection/objection.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { malformed } from '#transparency/verification-error.ts'
import { mark } from './answers.ts'
import { canonicalJson, parseCanonical } from './canonical-json.ts'
import { count, hash, like, noticeId, nullable, oneOf, record, region, versionOne } from './door.ts'
import { hex, utf8 } from './encoding.ts'
import { hkdf } from './hkdf.ts'
import type { ObjectionTo, ObjectionWords } from './objection-seal.ts'

/** Shown by whoever holds the board's key: they stand before the board, or did. */
export interface Presence {
  /** Of the board key. */
  epoch: number
  /** Two of one print say the same about the same thing. */
  print: string
  proof: string
}

/** An objection as it travels, and as the county keeps it. */
export interface SentObjection {
  v: 1
  /** 16 random bytes in hex, born with it: what is sent again is the same. */
  id: string
  region: RegionCode
  notice: NoticeId | null
  kind: ObjectionKind
  /** `markOf` its receipt code, which stays with whoever asked. */
  mark: string
  to: ObjectionTo
  presence: Presence | null
  /** `sealObjection` */
  sealed: string
}

const LONGEST = 24_000

const readObjection = record<SentObjection>({
  v: versionOne,
  id: like<string>(/^[0-9a-f]{32}$/),
  region,
  notice: nullable(noticeId),
  kind: oneOf('objection', 'question'),
  mark,
  to: record<ObjectionTo>({ township: region, epoch: count }),
  presence: nullable(record<Presence>({ epoch: count, print: hash, proof: hash })),
  sealed: like<string>(/^[A-Za-z0-9_-]{100,20000}$/),
})

/** The body as it is sent. */
export const formatObjection = (sent: SentObjection): string => canonicalJson(sent)

/** Reads a body; untrusted, and nothing in it says who sent it. */
export function parseObjection(body: string): SentObjection {
  if (body.length > LONGEST) malformed('objection', 'length')
  return readObjection(parseCanonical(body, 'objection'), 'objection')
}

/** What proves presence and never leaves the device or the county: the board key itself is sent by nobody. */
export const presenceKeyOf = (
  boardKey: Uint8Array,
  region: RegionCode,
  epoch: number,
): Promise<Uint8Array> => hkdf(boardKey, 'sambar/presence/v1', `${region}/${epoch}`, 32)

async function hmac(presenceKey: Uint8Array, text: string): Promise<string> {
  const how = { name: 'HMAC', hash: 'SHA-256' } as const
  const key = await crypto.subtle.importKey('raw', presenceKey, how, false, ['sign'])
  return hex(new Uint8Array(await crypto.subtle.sign('HMAC', key, utf8(text))))
}

/** Small letters and digits alone: signs, blanks and widths say nothing. */
const plain = (words: string): string =>
  words
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

/** The print of a complaint. */
export const printOf = (
  presenceKey: Uint8Array,
  notice: NoticeId | null,
  { line, choices, words }: Pick<ObjectionWords, 'line' | 'choices' | 'words'>,
): Promise<string> =>
  hmac(
    presenceKey,
    [
      'sambar/print/v1',
      notice ?? '-',
      line ?? '-',
      [...choices].sort().join(','),
      plain(words),
    ].join('\n'),
  )

/** The proof of what is sent: over its canonical JSON with an empty proof. */
export const proofOf = (presenceKey: Uint8Array, sent: SentObjection): Promise<string> => {
  const presence = sent.presence && { ...sent.presence, proof: '' }
  return hmac(presenceKey, `sambar/proof/v1\n${formatObjection({ ...sent, presence })}`)
}
