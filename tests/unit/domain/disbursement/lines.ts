import fc from 'fast-check'
import type { Line, LineStatus, PayeeNumber } from '#domain/disbursement/line.ts'
import { parseDecimal } from '#domain/money/decimal.ts'
import type { Decimal } from '#domain/money/decimal.ts'
import { asFen } from '#domain/money/fen.ts'

const decimal = fc
  .integer({ min: 1, max: 999_999 })
  .map((n) => parseDecimal(`${n / 100}`) as Decimal)
const fen = fc.integer({ min: 0, max: 5_000_000 }).map(asFen)

export const payee = (n: number): PayeeNumber =>
  `8PAYEE${String(n).padStart(2, '0')}` as PayeeNumber

const part = fc.record(
  {
    what: fc.constantFrom('禁牧', '草畜平衡', '青贮'),
    quantity: decimal,
    unit: fc.constantFrom('亩', '头'),
    rate: fc.constantFrom('11.9235' as Decimal, '3.9745' as Decimal),
    rateUnit: fc.constant('元/亩'),
    amountFen: fen,
  },
  { requiredKeys: ['what'] },
)

/** Any line of a list with up to thirty payees, from three hamlets and nowhere. */
export const line: fc.Arbitrary<Line> = fc.record(
  {
    row: fc.integer({ min: 2, max: 9999 }),
    payee: fc.nat({ max: 30 }).map(payee),
    name: fc.constantFrom('张建国', '巴特尔', '额尔敦朝鲁', '萨日娜'),
    nameMn: fc.constantFrom('ᠪᠠᠭᠠᠲᠤᠷ', 'ᠰᠠᠷᠠᠨ'),
    group: fc.constantFrom('东浩特', '西浩特', '南浩特', '第一小组'),
    parts: fc.array(part, { maxLength: 3 }),
    amountFen: fen,
    status: fc.constantFrom<LineStatus>('paid', 'paid', 'paid', 'returned', 'reissued', 'planned'),
    note: fc.constantFrom('委托代领', '补发'),
  },
  { requiredKeys: ['row', 'payee', 'name', 'parts', 'amountFen', 'status'] },
)
