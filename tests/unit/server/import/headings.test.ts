import { describe, expect, test } from 'vitest'
import { faults, id, readHere, readRows } from '#tests/support/import-here.ts'
import { makeBook, type MadeCell } from '#tests/support/make-book.ts'

const A = '示范嘎查一'
const B = '示范嘎查三'
const LIST = '2025年草原生态保护补助奖励资金发放花名册'
const HEAD = ['姓名', '面积(亩)', '金额(元)']
type Rows = MadeCell[][]

const yuan = ({ villages }: Awaited<ReturnType<typeof readRows>>) =>
  Object.fromEntries(
    Object.entries(villages).map(([code, sum]) => [code.slice(-3), sum.totalFen / 100]),
  )

describe('tables below each other: each village has its own lines', () => {
  const tables = (first: MadeCell[][], second: MadeCell[][]): Rows => [
    ...first,
    HEAD,
    ['巴特尔', 5, 50],
    ['合计', 5, 50],
    [],
    ...second,
    HEAD,
    ['朝鲁', 7, 70],
    ['合计', 7, 70],
  ]
  test.each<[string, (village: string) => Rows]>([
    ['a long title', (village) => [[`示范旗示范苏木${village}${LIST}`]]],
    [
      'a line of a form',
      (village) => [[LIST], ['苏木镇：示范苏木', `嘎查：${village}`, '单位：元']],
    ],
    [
      'a line of a form in one cell',
      (village) => [[`苏木镇：示范苏木      嘎查：${village}       单位：元      2025年`]],
    ],
    ['who filled it in', (village) => [[`填报单位：示范苏木${village}`]]],
  ])('%s', async (_what, above) => {
    const report = await readRows(tables(above(A), above(B)))
    expect([faults(report), yuan(report)]).toEqual([[], { 201: 50, 203: 70 }])
    expect(
      (await readRows(tables(above(A), above('乌有嘎查')))).errors.map(({ code }) => code),
    ).toEqual(['villageUnknown'])
  })

  test('the title of a second page, and signatures between pages, begin no village', async () => {
    for (const between of [
      [[A + LIST]],
      [[A + LIST + '（续）']],
      [['村民代表：', '嘎查达：'], ['驻村干部签字：'], [A + LIST]],
      [[`注：与${B}同批发放`], [A + LIST]],
      [[`注：与${B}同批发放`]],
    ] as Rows[]) {
      const report = await readRows(tables([[A + LIST]], between))
      expect([faults(report), yuan(report)]).toEqual([[], { 201: 120 }])
    }
  })
})

describe('a village above its lines', () => {
  test.each<[string, Rows, object]>([
    [
      'with a colon and sums of its own',
      [
        ['嘎查：' + A],
        [1, '巴特尔', 5],
        ['小计', null, 5],
        ['嘎查：' + B],
        [1, '朝鲁', 7],
        ['合计', null, 12],
      ],
      { 201: 5, 203: 7 },
    ],
    [
      'numbered and counted',
      [['一、' + A + '（1户）'], [1, '巴特尔', 5], ['二、' + B + '（1户）'], [1, '朝鲁', 7]],
      { 201: 5, 203: 7 },
    ],
    [
      'in the column of names',
      [
        [null, A, null],
        [1, '巴特尔', 5],
        [null, B, null],
        [1, '朝鲁', 7],
      ],
      { 201: 5, 203: 7 },
    ],
    [
      'with its sum',
      [
        [A, null, 11],
        [1, '巴特尔', 5],
        [2, '乌云', 6],
        [B, null, 7],
        [1, '朝鲁', 7],
        ['合计', null, 18],
      ],
      { 201: 11, 203: 7 },
    ],
    [
      'with its households and its sum',
      [
        [A, '2户', 11],
        [1, '巴特尔', 5],
        [2, '乌云', 6],
        [B, '1户', 7],
        [1, '朝鲁', 7],
      ],
      { 201: 11, 203: 7 },
    ],
  ])('%s', async (_what, rows, wanted) => {
    const report = await readRows([['序号', '姓名', '金额'], ...rows])
    expect([faults(report), yuan(report)]).toEqual([[], wanted])
  })

  test.each<[string, Rows, string]>([
    [
      'on no list',
      [['一、' + A], [1, '巴特尔', 5], ['二、乌有嘎查'], [1, '朝鲁', 7]],
      '4 villageUnknown',
    ],
    [
      'with a wrong sum',
      [
        [A, null, 12],
        [1, '巴特尔', 5],
        [2, '乌云', 6],
      ],
      '2 金额 totalMismatch',
    ],
  ])('%s', async (_what, rows, wrong) => {
    expect(faults(await readRows([['序号', '姓名', '金额'], ...rows]))).toEqual([wrong])
  })

  test('the sum of a village in its column, above its numbered lines', async () => {
    const rows = (sum: number): Rows => [
      ['序号', '嘎查', '姓名', '金额'],
      [null, A, null, sum],
      [1, A, '巴特尔', 5],
      [2, A, '乌云', 6],
      [null, B, null, 7],
      [1, B, '朝鲁', 7],
    ]
    const report = await readRows(rows(11))
    expect([faults(report), yuan(report)]).toEqual([[], { 201: 11, 203: 7 }])
    expect(faults(await readRows(rows(12)))).toEqual(['2 金额 totalMismatch'])
  })

  test('a village that is paid itself is a line', async () => {
    const report = await readRows(
      [
        ['序号', '姓名', '金额'],
        [1, A, 100],
        [2, '巴特尔', 5],
      ],
      { name: A },
    )
    expect([faults(report), report.lines, yuan(report)]).toEqual([[], 2, { 201: 105 }])
  })

  test('groups of one village', async () => {
    const rows: Rows = [
      [A + LIST],
      ['序号', '姓名', '金额'],
      ['一组'],
      [1, '巴特尔', 5],
      ['二组'],
      [1, '朝鲁', 7],
    ]
    expect(yuan(await readRows(rows))).toEqual({ 201: 12 })
  })

  test('示范嘎查十五 is not 示范嘎查十', async () => {
    const sheets = [
      {
        name: '示范嘎查十五',
        rows: [
          ['姓名', '金额'],
          ['巴特尔', 5],
        ],
      },
    ]
    expect(faults(await readHere(makeBook({ sheets }), 'a.xlsx'))).toEqual(['villageUnknown'])
  })
})

test('the same as above, written by hand', async () => {
  const report = await readRows([
    ['嘎查', '组', '姓名', '金额'],
    [A, '一组', '巴特尔', 5],
    ['同上', '〃', '乌云', 6],
    [B, '二组', '朝鲁', 7],
  ])
  expect([faults(report), yuan(report)]).toEqual([[], { 201: 11, 203: 7 }])
  expect(report.spotLines.map(({ group }) => group)).toEqual(['一组', '一组', '二组'])
})

test('sums whose label stands beside them, behind the names', async () => {
  const rows = (sum: number): Rows => [
    ['序号', '嘎查', '姓名', '身份证号', '标准(元)', '金额'],
    [1, A, '巴特尔', id(1), 5, 5],
    [2, A, '乌云', id(2), 6, 6],
    [null, null, null, null, '小计', sum],
    [3, B, '朝鲁', id(3), 7, 7],
    [null, null, null, null, '合计', 18],
  ]
  expect(faults(await readRows(rows(11)))).toEqual([])
  expect(faults(await readRows(rows(12)))).toEqual(['4 金额 totalMismatch'])
})

test('several programs side by side: money under a header nobody knows is not lost', async () => {
  const rows = (what: string): Rows => [
    ['嘎查', '姓名', '草原补奖', what, '高龄津贴'],
    [A, '巴特尔', 1, 2, 30],
  ]
  expect((await readRows(rows('耕地地力补贴'))).totalFen).toBe(3300)
  expect(faults(await readRows(rows('生态管护')))).toEqual(['生态管护 headerConflict'])
})

test('the line is about 姓名 where 户主姓名 stands beside it', async () => {
  const report = await readRows([
    ['嘎查', '户主姓名', '姓名', '身份证号', '金额'],
    [A, '巴特尔', '巴特尔', id(1), 5],
    [A, '巴特尔', '乌云', id(2), 6],
  ])
  expect(report.spotLines.map(({ name }) => name)).toEqual(['巴特尔', '乌云'])
})
