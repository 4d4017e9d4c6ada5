import { describe, expect, test } from 'vitest'
import { inventedCard } from '#tests/support/big-sheet.ts'
import { id, readCsv, readHere, readRows } from '#tests/support/import-here.ts'
import { makeBook } from '#tests/support/make-book.ts'

const ID = id(77)
const CARD = inventedCard(77)
const PHONE = '19900007777'
const ID15 = ID.slice(0, 6) + ID.slice(8, 17)

/** The ways in which people write a number so that no machine knows it. */
const DISGUISES: [string, (digits: string) => string][] = [
  ['plain', (d) => d],
  ['full width', (d) => d.replace(/[0-9X]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0))],
  ['spaced', (d) => d.replace(/(.{4})(?=.)/g, '$1 ')],
  ['hyphened', (d) => d.replace(/(.{6})(?=.)/g, '$1-')],
  ['with characters nobody sees', (d) => d.replace(/(.{3})(?=.)/g, '$1\u200b')],
  ['small x', (d) => d.toLowerCase()],
]
const NUMBERS: [string, string, string][] = [
  ['an ID number', ID, 'idInText'],
  ['an old ID number', ID15, 'idInText'],
  ['a card', CARD, 'cardInText'],
  ['a phone', PHONE, 'phoneInText'],
]

/** Everything that a report says, as bare digits: no disguise hides a number from this. */
function digitsOf(report: unknown): string {
  return JSON.stringify(report)
    .normalize('NFKC')
    .replace(/[^0-9Xx]/g, '')
    .toUpperCase()
}
function expectNoNumber(report: unknown): void {
  const digits = digitsOf(report)
  for (const [, number] of NUMBERS) expect(digits).not.toContain(number.slice(0, -1))
}

describe.each(NUMBERS)('%s', (_, number, code) => {
  test.each(DISGUISES)(
    '%s in every text that is kept is refused, and never told',
    async (_name, disguise) => {
      const hidden = disguise(number)
      const head = ['嘎查', '浩特', '姓名', '类别', '金额', '备注']
      const columns = [1, 2, 3, 5]
      for (const column of columns) {
        const values: (string | number)[] = ['示范嘎查一', '东浩特', '巴特尔', '甲', 5, '备注']
        values[column] = `字${hidden}字`
        const report = await readRows([head, values])
        expect([head[column], report.errors.map(({ code: told }) => told)]).toEqual([
          head[column],
          [code],
        ])
        expectNoNumber(report)
      }
    },
  )

  test('in columns that are dropped, in titles, comments, notes and headers it is never told', async () => {
    const reports = [
      await readRows([
        [`联系 ${number}`],
        ['嘎查', '姓名', '金额', '联系方式', '身份证', '银行账号'],
        ['示范嘎查一', '巴特尔', 5, number, ID, number],
        [`注：${number}`],
      ]),
      await readRows([
        ['嘎查', '姓名', '金额', number],
        ['示范嘎查一', '巴特尔', 5, 1],
      ]),
      await readRows(
        [
          ['嘎查', '姓名', '金额', `备注${number}`],
          ['示范嘎查一', '巴特尔', 5, 1],
        ],
        { hiddenColumns: [3] },
      ),
      await readRows([
        ['嘎查', '姓名', '金额'],
        [number, '巴特尔', 5],
        [`示范${number}`, '乌云', 5],
      ]),
      await readRows([
        ['嘎查', '姓名', '金额'],
        ['示范嘎查一', '巴特尔', number],
      ]),
      await readRows([
        ['嘎查', '姓名', '金额', '月份'],
        ['示范嘎查一', '巴特尔', 5, number],
      ]),
      await readRows([
        ['嘎查', '姓名', '金额', '发放状态', '年度'],
        ['示范嘎查一', '巴特尔', 5, number, number],
      ]),
      await readRows([
        ['示范嘎查一', number, '5'],
        ['示范嘎查一', number, '6'],
        ['示范嘎查一', number, '7', number, number],
      ]),
      await readRows([
        ['嘎查', '姓名', '面积', '标准', '金额'],
        ['示范嘎查一', '巴特尔', number, number, 5],
      ]),
      await readRows(
        [[`2025年${number}补贴发放表`], ['嘎查', '姓名', '金额'], ['示范嘎查一', '巴特尔', 5]],
        {},
        { year: null },
      ),
      await readCsv(
        `嘎查,姓名,身份证号,金额\n示范嘎查一,巴特尔,${number}1,5\n示范嘎查一,乌云,${number},5\n示范嘎查一,朝鲁,5,${number},5\n`,
      ),
      await readCsv(`嘎查,姓名,金额\n示范嘎查一,"巴特尔${number},5\n`),
      await readHere(makeBook({ sheets: [{ name: number.slice(0, 31), rows: [] }] }), 'a.xlsx'),
      await readHere(new TextEncoder().encode('x'), `${number}.csv`),
      await readRows([
        ['姓名', '金额'],
        [number, null],
        ['巴特尔', 5],
      ]),
      await readRows(
        [
          ['嘎查', '姓名', '金额'],
          [number, '巴特尔', 5],
        ],
        {},
        { regions: null },
      ),
    ]
    for (const report of reports) expectNoNumber(report)
  })
})
