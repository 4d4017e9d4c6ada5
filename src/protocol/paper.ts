import type { Hash } from '#domain/board/board-state.ts'
import type { BoardMark } from '#domain/board/cross-check.ts'
import type { SheetName } from '#domain/board/sheet-verdict.ts'
import { parseRegionCode } from '#domain/region/region-code.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import { malformed } from '#transparency/verification-error.ts'

/** A QR in the corner of a sheet must stay coarse enough for a bad printer and an old camera. */
export const MOST_BYTES = 300

/** What the QR on a printed notice says: which version of what it is a copy of, and nothing that anybody may not know. */
export const formatSheet = (origin: string, { region, notice, version, digest }: SheetName) =>
  short(`${bare(origin)}/s/${region}/${notice}/${version}/${digest}`)

/** What a board shows for another to hold against its own. */
export const formatMark = (origin: string, { region, seq, manifest }: BoardMark) =>
  short(`${bare(origin)}/x/${region}/${seq}/${manifest}`)

const bare = (origin: string) => origin.replace(/\/+$/, '')

function short(text: string): string {
  if (text.length > MOST_BYTES) throw new TypeError('an address too long for paper')
  return text
}

const SHEET = /^\/s\/(\d{12})\/([0-9a-f]{32})\/([1-9]\d{0,3})\/([0-9a-f]{64})$/
const MARK = /^\/x\/(\d{12})\/(0|[1-9]\d{0,8})\/([0-9a-f]{64})$/

/** Reads the address on a sheet, or its path alone. The host is not looked at. MALFORMED else. */
export function parseSheet(text: string): SheetName {
  const [, region, notice, version, digest] = SHEET.exec(pathOf(text)) ?? []
  const code = parseRegionCode(region ?? '')
  if (code === null) return malformed('sheet')
  return {
    region: code,
    notice: notice as NoticeId,
    version: Number(version),
    digest: digest as Hash,
  }
}

/** Reads what another board shows of itself. MALFORMED where it is not that. */
export function parseMark(text: string): BoardMark {
  const [, region, seq, manifest] = MARK.exec(pathOf(text)) ?? []
  const code = parseRegionCode(region ?? '')
  if (code === null) return malformed('mark')
  return { region: code, seq: Number(seq), manifest: manifest as Hash }
}

const pathOf = (text: string): string =>
  text.length > MOST_BYTES ? '' : text.trim().replace(/^https?:\/\/[^/?#\s]+/i, '')
