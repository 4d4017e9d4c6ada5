import type { Device, LineView, NoticeSummary } from '#device/api.ts'
import type { LineStatus, PayeeNumber, Part } from '#domain/disbursement/line.ts'
import { formatFen } from '#domain/money/fen.ts'
import type { Fen } from '#domain/money/fen.ts'
import type { Both, RegionCode } from '#domain/region/region.ts'
import type { PublicSettings } from '#protocol/reference.ts'
import { formatSheet } from '#protocol/paper.ts'
import { formatDay, formatDecimal, formatMoment } from '../format.ts'
import { t } from '../i18n.ts'
import type { Language } from '../language.ts'
import { orderOf } from './sheet.ts'

/** One payment to a household, and the QR of the notice that says so. */
export interface SlipRow {
  key: string
  title: Both
  /** Group, and when it was published. */
  about: string[]
  /** Quantity × rate = amount, each part of it. */
  parts: string[]
  amount: string
  status: LineStatus
  withdrawn: boolean
  link: string
}

/** What a household takes home: its own lines and sums, as the board says them; no number of anybody. */
export interface Slip {
  language: Language
  order: PublicSettings['scripts']
  board: Both
  name: string
  nameMn: string | null
  rows: SlipRow[]
  years: { year: number; paidFen: Fen }[]
  from: string
}

/** Reads what the board on this device says of a household; null where it says nothing. */
export async function readSlip(
  device: Device,
  region: string,
  payee: string,
  language: Language,
): Promise<Slip | null> {
  const [person, settings, boards] = await Promise.all([
    device.person(region as RegionCode, payee as PayeeNumber),
    device.settings(),
    device.boards(),
  ])
  const board = boards.find((one) => one.region === region)
  if (!person || !board) return null
  const address = window.location.host
  return {
    language,
    order: orderOf(settings),
    board: board.name,
    name: person.name,
    nameMn: person.nameMn,
    rows: person.entries.map(({ notice, line }) => rowOf(notice, line, region, language)),
    years: [...person.totalsByYear].sort((a, b) => b.year - a.year),
    from: board.asOf
      ? t('villager.notice.printedFrom', { address, time: formatMoment(board.asOf, language) })
      : address,
  }
}

const rowOf = (
  { id, title, version, digest, publishedOn, state }: NoticeSummary,
  line: LineView,
  region: string,
  language: Language,
): SlipRow => ({
  key: `${id}/${line.number}`,
  title,
  about: [line.group ?? '', formatDay(publishedOn, language)].filter((text) => text !== ''),
  parts: line.parts.map(partText).filter((text) => text !== ''),
  amount: formatFen(line.amountFen),
  status: line.status,
  withdrawn: state === 'withdrawn',
  link: formatSheet(window.location.origin, {
    region: region as RegionCode,
    notice: id,
    version,
    digest,
  }),
})

/** `禁牧 120 亩 × 12.5 元/亩` */
function partText({ what, quantity, unit, rate, rateUnit, times }: Part): string {
  if (!quantity) return ''
  const factors = [`${formatDecimal(quantity)} ${unit ?? ''}`]
  if (rate) factors.push(`${formatDecimal(rate)} ${rateUnit ?? ''}`)
  if (times) factors.push(formatDecimal(times))
  return `${what} ${factors.map((factor) => factor.trim()).join(' × ')}`
}
