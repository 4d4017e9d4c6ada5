import type { NoticeView, PersonView } from '#device/api.ts'
import type { Part } from '#domain/disbursement/line.ts'
import type { Fen } from '#domain/money/fen.ts'
import { formatFen } from '#domain/money/fen.ts'
import type { Both } from '#domain/region/region.ts'
import { formatCount, formatDay, formatDecimal } from '../format.ts'
import type { Language } from '../language.ts'
import type { Said } from './speech.ts'
import {
  counted,
  spokenAmount,
  spokenDay,
  spokenDecimal,
  spokenDigits,
  spokenPhone,
  spokenWhole,
  spokenYears,
} from './spoken-number.ts'

/** A sentence by its key, in the language that is read. */
export type Say = (key: string, facts?: Record<string, string>) => string

/**
 * A notice in the order in which somebody would tell it: whose board, what it is, whether it still holds, how much money,
 * until when, at what rate, by which rule, whom to ask. No list of names: who wants one's own line looks it up.
 */
export function noticeAloud(
  { header, summary }: NoticeView,
  board: Both | null,
  lang: Language,
  say: Say,
): Said[] {
  const { amount, count, day, number, phone, words } = figures(lang, say)
  const { totals, aggregate, program } = header
  const paid = totals?.paidFen ?? aggregate?.amountFen
  const payees = totals?.payees ?? aggregate?.households
  const said = [
    board && words(board),
    words(header.title),
    summary.withdrawal &&
      say('kiosk.say.withdrawn', { why: summary.withdrawal.why.replace(/[。.]+$/, '') }),
    summary.state !== 'withdrawn' &&
      header.version > 1 &&
      say('kiosk.say.version', { version: number(header.version) }),
    paid !== undefined && say('kiosk.say.paid', { amount: amount(paid) }),
    payees && say('kiosk.say.households', { count: count(payees) }),
    totals?.plannedFen && say('kiosk.say.planned', { amount: amount(totals.plannedFen) }),
    totals?.returnedFen && say('kiosk.say.returned', { amount: amount(totals.returnedFen) }),
    totals?.balanceFen && say('kiosk.say.balance', { amount: amount(totals.balanceFen) }),
    summary.periodOpen === true &&
      say(summary.daysLeft === 0 ? 'kiosk.say.lastDay' : 'kiosk.say.daysLeft', {
        date: day(header.periodEndsOn),
        days: count(summary.daysLeft ?? 0),
      }),
    summary.periodOpen === false && say('kiosk.say.ended', { date: day(header.periodEndsOn) }),
    ...(program?.rates ?? [])
      .filter(({ year }) => year === header.year)
      .map(({ what, rate, rateUnit }) => `${what}，${rateAloud(rate, rateUnit, lang)}`),
    header.text.zh && words(header.text),
    header.rule.zh && say('kiosk.say.rule', { rule: words(header.rule) }),
    header.phone
      ? say('kiosk.say.ask', { office: words(header.office), phone: phone(header.phone) })
      : say('kiosk.say.askOffice', { office: words(header.office) }),
  ]
  return sentences(said, lang)
}

/** What stands on the lists about one person: the newest year's money first, then line by line how it came about. */
export function personAloud(person: PersonView, lang: Language, say: Say): Said[] {
  const { amount, count, year, words } = figures(lang, say)
  const sums = [...person.totalsByYear].sort((a, b) => b.year - a.year)
  const said: (string | false)[] = [
    [person.name, ...person.groups].join('，'),
    person.namesakes > 0 && say('kiosk.say.namesakes', { count: count(person.namesakes) }),
    ...sums.map((sum) =>
      say('kiosk.say.yearPaid', { year: year(sum.year), amount: amount(sum.paidFen) }),
    ),
  ]
  for (const { notice, line } of person.entries) {
    said.push(
      notice.state === 'withdrawn' &&
        say('kiosk.say.lineWithdrawn', { title: words(notice.title) }),
    )
    if (notice.state === 'withdrawn') continue
    said.push(
      say('kiosk.say.line', {
        title: words(notice.title),
        status: say(`villager.person.${line.status}`),
        amount: amount(line.amountFen),
      }),
    )
    if (line.parts.some(({ quantity }) => quantity))
      said.push(...line.parts.map((part) => partAloud(part, lang, say)))
  }
  return sentences(said, lang)
}

/** One thing paid for: 禁牧，三千一百五十三点四四亩，每亩十一点九二三五元，三万七千六百元零四分。 */
function partAloud(part: Part, lang: Language, say: Say): string {
  const { amount, decimal, quantity } = figures(lang, say)
  return [
    part.what,
    part.quantity && `${quantity(part.quantity)}${part.unit ?? ''}`,
    part.rate && rateAloud(part.rate, part.rateUnit ?? '', lang),
    part.times && say('kiosk.say.times', { times: decimal(part.times) }),
    part.amountFen !== undefined && amount(part.amountFen),
  ]
    .filter(Boolean)
    .join('，')
}

/** `11.9235`, `元/亩·年`: 每亩每年十一点九二三五元. */
export function rateAloud(rate: string, unit: string, lang: Language): string {
  const per = /^元[/／](.+)$/.exec(unit)?.[1]
  if (lang !== 'zh-Hans') return `${formatDecimal(rate)} ${unit}`
  if (per === undefined) return `${spokenDecimal(rate)}${unit}`
  const each = per
    .split(/[·•/／]/)
    .map((one) => `每${one}`)
    .join('')
  return `${each}${spokenDecimal(rate)}元`
}

interface Figures {
  amount(fen: Fen): string
  count(things: number): string
  quantity(text: string): string
  number(whole: number): string
  year(year: number): string
  day(day: Parameters<typeof formatDay>[0]): string
  decimal(text: string): string
  phone(text: string): string
  words(text: Both): string
}

/** In Chinese every figure is a word; in Mongolian they stay figures, until somebody has heard a voice that reads them. */
function figures(lang: Language, say: Say): Figures {
  if (lang === 'zh-Hans')
    return {
      amount: spokenAmount,
      count: (count) => counted(spokenWhole(count)),
      quantity: (text) => counted(spokenDecimal(text)),
      number: spokenWhole,
      year: (year) => spokenDigits(String(year)),
      day: spokenDay,
      decimal: spokenDecimal,
      phone: spokenPhone,
      words: ({ zh }) => spokenYears(zh),
    }
  return {
    amount: (fen) => `${formatFen(fen)} ${say('villager.amount.yuan')}`,
    count: formatCount,
    quantity: formatDecimal,
    number: String,
    year: String,
    day: (day) => formatDay(day, lang),
    decimal: formatDecimal,
    phone: (text) => text,
    words: ({ zh, mn }) => mn ?? zh,
  }
}

/** Longer than this a sentence is cut where it pauses: old engines stop in the middle of it. */
const LONGEST = 60

/** What is said, sentence by sentence. */
function sentences(
  said: readonly (string | false | 0 | null | undefined)[],
  lang: Language,
): Said[] {
  return said
    .flatMap((one) => (one ? (one.match(/[^。！？；\n᠃]+[。！？；᠃]*/g) ?? []) : []))
    .flatMap(cut)
    .map((text) => text.trim())
    .filter((text) => /[\p{L}\p{N}]/u.test(text))
    .map((text) => ({ lang, text }))
}

function cut(sentence: string): string[] {
  if (sentence.length <= LONGEST) return [sentence]
  const pieces: string[] = ['']
  for (const piece of sentence.match(/[^，、：᠂]+[，、：᠂]?/g) ?? []) {
    const last = pieces[pieces.length - 1]!
    if (last !== '' && last.length + piece.length > LONGEST) pieces.push(piece)
    else pieces[pieces.length - 1] = last + piece
  }
  return pieces
}
