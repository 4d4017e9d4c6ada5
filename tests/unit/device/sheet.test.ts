import { describe, expect, test } from 'vitest'
import type { Line, LineStatus, PayeeNumber } from '#domain/disbursement/line.ts'
import type { Decimal } from '#domain/money/decimal.ts'
import type { Fen } from '#domain/money/fen.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import type { Masked, PublicLine } from '#domain/privacy/public-notice.ts'
import { canonicalJson } from '#protocol/canonical-json.ts'
import { chunkLines } from '#protocol/chunk-lines.ts'
import { parseListChunk } from '#protocol/list-chunk.ts'
import { Sheet } from '#device/read/sheet.ts'

const NOTICE = '0'.repeat(32) as NoticeId
const NAMES: [name: string, pinyin: string][] = [
  ['巴特尔', 'ba te er'],
  ['其其格', 'qi qi ge'],
  ['单雄信', 'shan xiong xin|dan xiong xin'],
  ['阿古拉', 'a gu la'],
]
const GROUPS = ['东浩特', '西浩特', null]
const STATUS: LineStatus[] = ['paid', 'paid', 'returned', 'paid', 'reissued']

const payee = (n: number) => String(n).padStart(8, '0') as PayeeNumber

/** Line n of an invented list, its amount by no order of n. */
function line(n: number): PublicLine {
  const [name, pinyin] = NAMES[n % NAMES.length]!
  const group = GROUPS[n % GROUPS.length]
  const amountFen = ((n * 7919) % 1009) as Fen
  return {
    payee: payee(n),
    name: name as Masked,
    pinyin,
    ...(group === null || group === undefined ? {} : { group: group as Masked }),
    parts: [],
    amountFen,
    status: STATUS[n % STATUS.length]!,
  }
}

const sheetOf = (lines: PublicLine[], whole = true) =>
  new Sheet(
    chunkLines(NOTICE, 1, lines).map((chunk) => parseListChunk(JSON.parse(canonicalJson(chunk)))),
    whole,
  )

/** More than two objects full. */
const LINES = Array.from({ length: 1200 }, (_, n) => line(n))
const sheet = sheetOf(LINES)
const rows = (ask: Parameters<Sheet['order']>[0]) => [...sheet.order(ask)]
const where = (keep: (line: PublicLine) => boolean) =>
  LINES.flatMap((one, n) => (keep(one) ? [n] : []))

describe('a whole list by columns', () => {
  test('stands as published, over the borders of its objects', () => {
    expect(rows({})).toEqual(LINES.map((_, n) => n))
    for (const n of [0, 499, 500, 501, 999, 1000, 1199]) {
      expect(sheet.line(n).payee).toBe(payee(n))
      expect(sheet.line(n).number).toBe(n)
    }
    expect(rows({ down: true })[0]).toBe(1199)
  })

  test('keeps to one group, and to those who have none', () => {
    expect(rows({ group: '西浩特' })).toEqual(where((one) => one.group === '西浩特'))
    expect(rows({ group: null })).toEqual(where((one) => one.group === undefined))
    expect(rows({ group: '没有' })).toEqual([])
  })

  test.each(['巴特', 'bte', 'bateer'])(
    'finds by %s whoever is called so, in the order asked for',
    (query) => {
      expect(rows({ query })).toEqual(where((one) => one.name === ('巴特尔' as Masked)))
      const byAmount = rows({ query, by: 'amount' })
      expect([...byAmount].sort((a, b) => a - b)).toEqual(rows({ query }))
    },
  )

  test('knows every reading of a name', () => {
    expect(rows({ query: 'dxx' })).toEqual(rows({ query: 'sxx' }))
    expect(rows({ query: 'dxx' })).toHaveLength(300)
  })

  test('sorts by amount, the same amounts as published', () => {
    const up = rows({ by: 'amount' })
    expect(up).toEqual(
      LINES.map((_, n) => n).sort((a, b) => LINES[a]!.amountFen - LINES[b]!.amountFen || a - b),
    )
    const down = rows({ by: 'amount', down: true }).map((n) => LINES[n]!.amountFen)
    expect(down).toEqual([...down].sort((a, b) => b - a))
  })

  test('sorts by name as it is read aloud', () => {
    const names = rows({ by: 'name' }).map((n) => LINES[n]!.name as string)
    expect([...new Set(names)]).toEqual(['阿古拉', '巴特尔', '其其格', '单雄信'])
    expect(rows({ by: 'name', down: true }).map((n) => LINES[n]!.name)[0]).toBe('单雄信')
  })

  test('an answer is not changed by the next question', () => {
    const first = sheet.order({ by: 'amount' })
    const before = [...first]
    sheet.order({ group: '东浩特', by: 'name', down: true })
    expect([...first]).toEqual(before)
  })

  test('tells at which rows of an answer a household stands', () => {
    const order = sheet.order({ by: 'amount', down: true })
    for (const at of sheet.places(order, [payee(7), payee(800), 'NOBODY00']))
      expect([7, 800]).toContain(order[at])
    expect(sheet.places(order, [payee(7), payee(800)])).toHaveLength(2)
    expect(sheet.places(sheet.order({ group: '西浩特' }), [payee(0)])).toEqual([])
  })

  test('adds itself up, by status and by group', () => {
    const sums = sheet.sums()
    const of = (keep: (line: PublicLine) => boolean) =>
      LINES.filter(keep).reduce((sum, one) => sum + one.amountFen, 0)
    expect(sums.lines).toBe(1200)
    expect(sums.payees).toBe(1200)
    expect(sums.whole).toBe(true)
    for (const status of ['paid', 'returned', 'reissued', 'planned'] as const)
      expect(sums.byStatus[status].fen).toBe(of((one) => one.status === status))
    expect(sums.groups.map(({ group }) => group)).toEqual(GROUPS)
    for (const { group, fen, lines } of sums.groups) {
      expect(fen).toBe(of((one) => (one.group ?? null) === group))
      expect(lines).toBe(400)
    }
    expect(sums.off).toBe(0)
  })

  test('counts lines that are not what they should come to', () => {
    const part = (amount: number): Line['parts'][number] => ({
      what: '禁牧',
      quantity: '10' as Decimal,
      unit: '亩',
      rate: '3.00' as Decimal,
      rateUnit: '元/亩',
      amountFen: amount as Fen,
    })
    const paid = (n: number, amount: number): PublicLine => ({
      ...line(n),
      parts: [part(amount)],
      amountFen: amount as Fen,
    })
    expect(sheetOf([paid(0, 3000), paid(1, 3100), paid(2, 3001)]).sums().off).toBe(2)
  })

  test('says that it is not whole', () => expect(sheetOf(LINES, false).sums().whole).toBe(false))
})
