import type { Device, LineView, NoticeView } from '#device/api.ts'
import { dayOf, epochMs } from '#domain/calendar/day.ts'
import { formatFen } from '#domain/money/fen.ts'
import type { Fen } from '#domain/money/fen.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import type { PublicHeader } from '#domain/privacy/public-notice.ts'
import type { Both, RegionCode } from '#domain/region/region.ts'
import type { PublicSettings } from '#protocol/reference.ts'
import { formatSheet } from '#protocol/paper.ts'
import { inGroups } from '../fingerprint.ts'
import { formatDay, formatDecimal, formatMoment } from '../format.ts'
import { t } from '../i18n.ts'
import type { Language } from '../language.ts'
import { sentFen } from '../picture.ts'
import { orderOf, type SheetFact, type SheetFrame } from './sheet.ts'
import { lineRow, textRows, type PageSum, type SheetRow } from './sheet-rows.ts'

/** A notice as its sheet says it. */
export interface PrintedNotice {
  frame: SheetFrame
  marks: string[]
  facts: SheetFact[]
  rows: SheetRow[]
  /** What the whole list comes to; null where none can be read. */
  grand: PageSum | null
  total: SheetFact[]
}

/** Lines asked for at once. */
const PIECE = 2000

const han = (text: string) => ({ text, lang: 'zh-Hans' })
const fact = (key: string, ...lines: SheetFact['lines']): SheetFact[] =>
  lines.length > 0 ? [{ label: t(key), lines }] : []

/** Reads a notice whole, as it lies on this device; null where it does not. */
export async function readNotice(
  device: Device,
  region: string,
  id: string,
  language: Language,
): Promise<PrintedNotice | null> {
  const where = [region as RegionCode, id as NoticeId] as const
  const [view, settings, boards] = await Promise.all([
    device.notice(...where),
    device.settings(),
    device.boards(),
  ])
  const board = boards.find((one) => one.region === region)
  if (!view || !board) return null
  const lines: LineView[] = []
  for (let from = 0; from < view.lines; from += PIECE)
    lines.push(...(await device.listLines(...where, {}, from, Math.min(view.lines, from + PIECE))))
  const sums = view.lines > 0 ? await device.listSums(...where) : null
  const { header, summary } = view
  const { version, digest } = summary
  const both = (text: Both) =>
    language === 'mn-Mong' && text.mn ? { text: text.mn } : han(text.zh)
  return {
    frame: {
      language,
      order: orderOf(settings),
      board: board.name,
      title: header.title,
      version,
      link: formatSheet(window.location.origin, {
        region: where[0],
        notice: where[1],
        version,
        digest,
      }),
      print: inGroups(digest.slice(0, 16)),
      from: board.asOf
        ? t('villager.notice.printedFrom', {
            address: window.location.host,
            time: formatMoment(board.asOf, language),
          })
        : window.location.host,
    },
    marks: marksOf(view),
    facts: factsOf(view, settings, both, language),
    rows: [...textRows(both(header.text).text), ...lines.map(lineRow)],
    grand: sums && { lines: sums.lines, fen: sentFen(sums) },
    total: [
      ...totalsOf(header, view.lines),
      ...fact('villager.notice.basis', ...header.basis.map(han)),
    ],
  }
}

function marksOf({ header, summary }: NoticeView): string[] {
  return [
    ...(header.demo ? [t('villager.shell.demo')] : []),
    ...(summary.state === 'withdrawn' ? [t('villager.notice.withdrawn')] : []),
    ...(header.batch ? [t('villager.notice.batch', { batch: header.batch })] : []),
    t('villager.board.version', { version: summary.version }),
  ]
}

const ROLES: readonly string[] = ['countyReviewer', 'townshipReviewer']

function factsOf(
  { header, summary }: NoticeView,
  settings: PublicSettings | null,
  both: (text: Both) => SheetFact['lines'][number],
  language: Language,
): SheetFact[] {
  const contacts = [both(header.office), { text: header.phone || t('villager.notice.noPhone') }]
  const reviewed = header.reviewedBy.map(({ role, name, at }) => ({
    text: t('villager.notice.reviewedLine', {
      role: ROLES.includes(role) ? t(`villager.notice.${role}`) : role,
      name,
      date: formatDay(dayOf(epochMs(at)), language),
    }),
  }))
  const rates = (header.program?.rates ?? []).filter(({ year }) => year === header.year)
  return [
    ...fact('villager.notice.period', {
      text: t('villager.notice.periodText', {
        from: formatDay(header.publishedOn, language),
        to: formatDay(header.periodEndsOn, language),
      }),
    }),
    ...fact('villager.notice.office', ...contacts),
    ...(settings?.complaintPhone
      ? fact('paper.print.complaints', { text: settings.complaintPhone })
      : []),
    ...fact('villager.notice.reviewed', ...reviewed),
    ...fact(
      'villager.notice.rates',
      ...rates.map(({ what, rate, rateUnit }) => han(`${what} ${formatDecimal(rate)} ${rateUnit}`)),
    ),
    ...(header.rule.zh ? fact('villager.notice.rule', both(header.rule)) : []),
    ...(summary.change
      ? fact('villager.notice.changed', han(summary.change.why)).map((one) => ({
          ...one,
          label: t('villager.notice.changed', { version: summary.version }),
        }))
      : []),
  ]
}

/** What the office says of the money; where no list may hang, why. */
function totalsOf(header: PublicHeader, lines: number): SheetFact[] {
  const yuan = (fen: Fen) => ({ text: `${formatFen(fen)} ${t('villager.amount.yuan')}` })
  const { totals, aggregate } = header
  const named = (['planned', 'paid', 'returned', 'balance'] as const).flatMap((name) => {
    const fen = totals?.[`${name}Fen`]
    return fen === null || fen === undefined ? [] : fact(`villager.notice.${name}`, yuan(fen))
  })
  const open = aggregate ? fact('villager.notice.paid', yuan(aggregate.amountFen)) : []
  const why =
    header.program && lines === 0
      ? fact('villager.notice.list', {
          text: t(aggregate ? 'villager.notice.listAggregate' : 'villager.notice.listNoneText'),
        })
      : []
  return [...named, ...open, ...why]
}
