import { describe, expect, test } from 'vitest'
import { faults, id, readCsv, readHere, readRows } from '#tests/support/import-here.ts'
import { makeBook, type MadeCell, type MadeSheet } from '#tests/support/make-book.ts'
import { readCreditCode } from '#server/import/credit-code.ts'

const A = '示范嘎查一'
const B = '示范嘎查三'
const HEAD = ['嘎查', '姓名', '金额']
type Rows = MadeCell[][]

/** Lines, yuan, and yuan a village: worked out by hand beside each sheet. */
const sums = ({ lines, totalFen, villages }: Awaited<ReturnType<typeof readRows>>) => [
  lines,
  totalFen / 100,
  Object.fromEntries(
    Object.entries(villages).map(([code, sum]) => [code.slice(-3), sum.totalFen / 100]),
  ),
]

describe('three rows of a header', () => {
  test.each<[string, Rows, object]>([
    [
      'a heading over things over measures',
      [
        ['嘎查', '户主姓名', '补贴情况', null, null, null, '合计金额(元)'],
        [null, null, '禁牧', null, '草畜平衡', null, null],
        [null, null, '面积(亩)', '金额(元)', '面积(亩)', '金额(元)', null],
        [A, '巴特尔', 10, 100, 5, 20, 120],
      ],
      {
        amountFen: 12000,
        parts: [
          { what: '禁牧', quantity: '10', unit: '亩', amountFen: 10000 },
          { what: '草畜平衡', quantity: '5', unit: '亩', amountFen: 2000 },
        ],
      },
    ],
    [
      'units in the third',
      [
        ['嘎查', '户主姓名', '禁牧', null, null, '备注'],
        [null, null, '面积', '标准', '金额', null],
        [null, null, '亩', '元/亩', '元', null],
        [A, '巴特尔', 10, 10, 100, null],
      ],
      { amountFen: 10000, parts: [{ quantity: '10', unit: '亩', rate: '10', rateUnit: '元/亩' }] },
    ],
    [
      'the unit at the very top',
      [
        ['嘎查', '姓名', '补贴资金（万元）', null, null],
        [null, null, '禁牧', '草畜平衡', '合计'],
        [null, null, '金额', '金额', '金额'],
        [A, '巴特尔', 0.01, 0.02, 0.03],
      ],
      { amountFen: 30000, parts: [{ amountFen: 10000 }, { amountFen: 20000 }] },
    ],
  ])('%s', async (_what, rows, spot) => {
    const report = await readRows(rows)
    expect(faults(report)).toEqual([])
    expect(report.spotLines).toMatchObject([spot])
  })
})

describe('parts of a roster beside each other are one list', () => {
  test.each<[string, Rows, unknown]>([
    [
      'with a total over both',
      [
        ['序号', '嘎查', '姓名', '金额', '序号', '嘎查', '姓名', '金额'],
        [1, A, '巴特尔', 10, 3, A, '朝鲁', 30],
        [2, A, '乌云', 20, 4, B, '高娃', 40],
        ['合计', null, null, 100, null, null, null, null],
      ],
      [4, 100, { 201: 60, 203: 40 }],
    ],
    [
      'with totals of their own, pages and a last part that is short',
      [
        [A + '发放表'],
        ['姓名', '金额', null, '姓名', '金额'],
        ['巴特尔', 10, null, '朝鲁', 30],
        ['乌云', 20, null, '高娃', 5],
        ['小计', 30, null, '小计', 35],
        ['姓名', '金额', null, '姓名', '金额'],
        ['其其格', 1, null, '苏和', 2],
        ['宝音', 3, null, null, null],
        ['本页合计', 6, null, null, null],
        ['合计', 71, null, null, null],
      ],
      [7, 71, { 201: 71 }],
    ],
    [
      'with villages as headings over both, and the sum at the right',
      [
        ['姓名', '金额', '姓名', '金额'],
        [A, null, null, null],
        ['巴特尔', 10, '朝鲁', 30],
        [B, null, null, null],
        ['乌云', 20, '合计', 60],
      ],
      [3, 60, { 201: 40, 203: 20 }],
    ],
    [
      'under one village that is merged over both',
      [
        ['嘎查', '姓名', '金额', '姓名', '金额'],
        [A, '巴特尔', 10, '朝鲁', 30],
        [B, '乌云', 20, null, null],
      ],
      [3, 60, { 201: 40, 203: 20 }],
    ],
  ])('%s', async (_what, rows, wanted) => {
    const report = await readRows(rows)
    expect(faults(report)).toEqual([])
    expect(sums(report)).toEqual(wanted)
    expect(report.assumptions).toContainEqual({ code: 'sideBySide', sheet: '明细' })
  })

  test('a wrong sum, a person in both parts, and a part that is hidden', async () => {
    const rows = (sum: number, other: number): Rows => [
      ['姓名', '身份证号', '金额', '姓名', '身份证号', '金额'],
      ['巴特尔', id(1), 10, '朝鲁', id(2), 30],
      ['乌云', id(3), 20, '高娃', id(other), 5],
      ['合计', null, sum, null, null, null],
    ]
    expect(faults(await readRows(rows(66, 4), { name: A }))).toEqual(['4 金额 totalMismatch'])
    expect(faults(await readRows(rows(65, 1), { name: A }))).toEqual(['3 身份证号 idDuplicate'])
    expect(faults(await readRows(rows(65, 4), { name: A, hiddenColumns: [3] }))).not.toEqual([])
  })

  test('merged villages of the right part', async () => {
    const report = await readRows(
      [
        ['嘎查', '姓名', '金额', '嘎查', '姓名', '金额'],
        [A, '巴特尔', 10, B, '朝鲁', 30],
        [A, '乌云', 20, null, '高娃', 5],
        [A, '宝音', 20, B, '苏和', 5],
      ],
      { merges: ['D2:D3'] },
    )
    expect(faults(report)).toEqual([])
    expect(sums(report)).toEqual([6, 90, { 201: 50, 203: 40 }])
  })
})

describe('sheets that say again what others say are not counted twice', () => {
  const of = (...names: [string, number][]): Rows => [['姓名', '金额'], ...names]
  const all = [HEAD, [A, '巴特尔', 5], [A, '乌云', 6], [B, '朝鲁', 7]]
  const read = (sheets: MadeSheet[]) => readHere(makeBook({ sheets }), '补贴.xlsx')

  test('a list of all beside a list a village', async () => {
    const report = await read([
      { name: '总表', rows: [...all, ['合计', null, 18]] },
      { name: A, rows: of(['巴特尔', 5], ['乌云', 6]) },
      { name: B, rows: of(['朝鲁', 7]) },
    ])
    expect([faults(report), sums(report)]).toEqual([[], [3, 18, { 201: 11, 203: 7 }]])
    expect([report.sheetsRead, report.sheetsSkipped]).toEqual([[A, B], ['总表']])
    expect(report.assumptions).toContainEqual({ code: 'repeatedSheet', sheet: '总表' })
  })

  test('a person met in the list of all is not met twice', async () => {
    const head = ['嘎查', '姓名', '身份证号', '金额']
    const report = await read([
      { name: '总表', rows: [head, [A, '巴特尔', id(1), 5], [B, '朝鲁', id(2), 7]] },
      { name: A, rows: [head, [A, '巴特尔', id(1), 5]] },
      { name: B, rows: [head, [B, '朝鲁', id(2), 7]] },
    ])
    expect([faults(report), report.warnings, report.lines]).toEqual([[], [], 2])
  })

  test('a copy that is called one; a likeness that is not is asked about', async () => {
    const copied = await read([
      { name: '名册', rows: all },
      { name: '名册 (2)', rows: all },
    ])
    expect([faults(copied), sums(copied)]).toEqual([[], [3, 18, { 201: 11, 203: 7 }]])
    for (const second of [all, [...all.slice(0, 3), [B, '朝鲁', 8]]])
      expect(
        faults(
          await read([
            { name: '名册', rows: all },
            { name: '定稿', rows: second },
          ]),
        ),
      ).toEqual(['定稿 sheetRepeated'])
  })

  test('the same people again in another month or batch are paid again', async () => {
    for (const names of [
      ['1月', '2月'],
      ['第一批', '第二批'],
      ['第一次', '第二次'],
    ]) {
      const report = await read(names.map((name) => ({ name, rows: all })))
      expect([faults(report), report.totalFen]).toEqual([[], 3600])
    }
  })

  test('a summary of places is held against the lists', async () => {
    const summary = (yuan: number): Rows => [
      ['嘎查', '户数', '金额'],
      [A, 2, yuan],
      [B, 1, 7],
    ]
    const lists = [
      { name: A, rows: of(['巴特尔', 5], ['乌云', 6]) },
      { name: B, rows: of(['朝鲁', 7]) },
    ]
    const right = await read([{ name: '汇总', rows: summary(11) }, ...lists])
    expect([faults(right), right.totalFen]).toEqual([[], 1800])
    expect(faults(await read([{ name: '汇总', rows: summary(99) }, ...lists]))).toEqual([
      '汇总 2 金额 totalMismatch',
    ])
  })
})

describe('what came back, and what came late', () => {
  test.each<[string, Rows, number]>([
    [
      '是否退回',
      [
        [...HEAD, '是否退回'],
        [A, '巴特尔', 5, '否'],
        [A, '乌云', 6, '是'],
        [A, '朝鲁', 7, null],
      ],
      12,
    ],
    [
      '退回金额',
      [
        [...HEAD, '退回金额'],
        [A, '巴特尔', 5, null],
        [A, '乌云', 6, 6],
      ],
      5,
    ],
    [
      'a net amount',
      [
        ['嘎查', '姓名', '应发金额', '退回金额', '实发金额'],
        [A, '巴特尔', 10, 2, 8],
      ],
      8,
    ],
    [
      'a note',
      [
        [...HEAD, '备注'],
        [A, '巴特尔', 5, null],
        [A, '乌云', 6, '银行退回'],
        ['合计', null, 11, null],
      ],
      5,
    ],
    [
      'a note on something else',
      [
        [...HEAD, '备注'],
        [A, '巴特尔', 5, '退耕还林户'],
        [A, '乌云', 6, '已退休'],
      ],
      11,
    ],
    [
      'late money in the sum',
      [
        ['嘎查', '姓名', '发放金额', '补发金额', '合计'],
        [A, '巴特尔', 5, 1, 6],
      ],
      6,
    ],
    [
      'late money alone',
      [
        ['嘎查', '姓名', '补发金额'],
        [A, '巴特尔', 5],
      ],
      5,
    ],
  ])('%s', async (_what, rows, yuan) => {
    const report = await readRows(rows)
    expect([faults(report), report.totalFen / 100]).toEqual([[], yuan])
  })

  test('a part of a line that came back, and late money beside no sum', async () => {
    expect(
      faults(
        await readRows([
          [...HEAD, '退回金额'],
          [A, '巴特尔', 5, 2],
        ]),
      ),
    ).toEqual(['2 退回金额 statusUnknown'])
    expect(
      faults(
        await readRows([
          ['嘎查', '姓名', '发放金额', '补发金额'],
          [A, '巴特尔', 5, 1],
        ]),
      ),
    ).toEqual(['1 补发金额 headerConflict'])
  })
})

describe('who', () => {
  test('an account holder is the payee where nobody else is; names nobody knows are not lost', async () => {
    const one = await readRows([
      ['嘎查', '一卡通户名', '金额'],
      [A, '巴特尔', 5],
    ])
    expect(one.spotLines[0]).toMatchObject({ name: '巴特尔' })
    const two = await readRows([
      ['嘎查', '开户人', '户主姓名', '金额'],
      [A, '乌云', '巴特尔', 5],
    ])
    expect([two.spotLines[0]!.name, two.droppedColumns]).toEqual(['巴特尔', ['开户人']])
    const rows = [
      ['嘎查', '某某', '金额'],
      [A, '巴特尔', 5],
      [A, '乌云', 6],
    ]
    expect(faults(await readRows(rows))).toEqual(['1 某某 headerMissing'])
  })

  test('a cooperative has a credit code where people have an ID number', async () => {
    const code = '93159999MA0N00000'
    const signs = [...'0123456789ABCDEFGHJKLMNPQRTUWXY']
    const right = signs.map((sign) => code + sign).filter((one) => readCreditCode(one) !== null)
    expect(right).toHaveLength(1)
    const rows = (last: string) => [
      ['嘎查', '姓名', '身份证号', '金额'],
      [A, '巴特尔', id(1), 5],
      [A, '示范牧民专业合作社', last, 6],
    ]
    const report = await readRows(rows(right[0]!))
    expect([faults(report), report.totalFen]).toEqual([[], 1100])
    expect(new Set(report.disbursements[0]!.lines.map(({ personKey }) => personKey)).size).toBe(2)
    expect(JSON.stringify(report)).not.toContain('93159999')
    const wrong = code + signs.find((sign) => code + sign !== right[0])!
    expect(faults(await readRows(rows(wrong)))).toEqual(['3 身份证号 idFormat'])
    // A mistyped ID number is none, whatever it adds up to.
    expect(readCreditCode(id(1))).toBeNull()
  })
})

describe('what stands below and between lines', () => {
  test.each<[string, Rows]>([
    [
      'signatures over the columns of money',
      [['单位负责人：王某', '审核人：李某', '填表人：赵某']],
    ],
    [
      'three seals',
      [
        ['嘎查达：', '会计：', '监委会主任：'],
        ['领导签字：', null, '经办人签字：'],
      ],
    ],
    ['a date under the amounts', [[null, null, '2025年3月1日']]],
    [
      'seals and dates to be filled in',
      [
        ['嘎查（盖章）', null, '苏木镇（盖章）'],
        ['年  月  日', null, '年  月  日'],
      ],
    ],
    [
      'names behind their labels',
      [
        ['主管领导：', '王某', '制表：'],
        ['制表：', null, '李某'],
      ],
    ],
    ['what is carried over', [['转下页', null, 11], HEAD, ['承前页', null, 11]]],
    [
      'what is carried over, in the name column',
      [
        [null, '过次页', 11],
        [null, '承上页', 11],
      ],
    ],
    ['a sum in a sentence', [['合计：2户，金额11元', null, null]]],
  ])('%s', async (_what, below) => {
    const report = await readRows([HEAD, [A, '巴特尔', 5], [A, '乌云', 6], ...below])
    expect([faults(report), sums(report)]).toEqual([[], [2, 11, { 201: 11 }]])
  })

  test.each<[string, Rows, string[]]>([
    [
      'a sum in a sentence that is wrong',
      [['合计：2户，金额12元', null, null]],
      ['4 金额 totalMismatch'],
    ],
    ['carried over wrongly', [['转下页', null, 12]], ['4 金额 totalMismatch']],
    ['a line that awaits its amount', [[A, '朝鲁', '待定']], ['4 金额 amountNotNumber']],
  ])('%s', async (_what, below, wrong) => {
    const report = await readRows([HEAD, [A, '巴特尔', 5], [A, '乌云', 6], ...below])
    expect(faults(report)).toEqual(wrong)
  })

  test('signatures of a text file', async () => {
    const text = `2025年补贴发放表,,\n嘎查,姓名,金额\n${A},巴特尔,5\n合计,,5\n制表人：,,审核人：\n`
    const report = await readCsv(text)
    expect([faults(report), report.totalFen]).toEqual([[], 500])
  })
})

test('a measure behind the amounts is no village', async () => {
  const rows = (...head: string[]) => [head, ['巴特尔', 2, '台', 20]]
  const report = await readRows(rows('姓名', '数量', '单位', '金额'), { name: A })
  expect([faults(report), sums(report)]).toEqual([[], [1, 20, { 201: 20 }]])
  const place = await readRows([
    ['单位', '姓名', '金额'],
    [A, '巴特尔', 5],
  ])
  expect(sums(place)).toEqual([1, 5, { 201: 5 }])
})

describe('headers of offices here', () => {
  test.each<[string[], (string | number)[], number]>([
    [['计划金额', '实际发放', '差额'], [10, 9, 1], 9],
    [['上年结转', '本年发放', '累计发放'], [1, 2, 3], 2],
    [['补贴金额', '已发放金额', '未发放金额'], [10, 4, 6], 4],
    [['发放金额（元/年）'], [10], 10],
    [['补贴金额（元）\nᠮᠥᠩᠭᠦ'], [10], 10],
    [['应发金额', '领取'], [10, ''], 10],
    [['核算金额', '打卡金额'], ['6.4', '6元整'], 6],
  ])('%j', async (labels, values, yuan) => {
    const report = await readRows([
      ['嘎查\nᠭᠠᠴᠠᠭ᠎ᠠ', '户主姓名 ᠨᠡᠷ᠎ᠡ', ...labels],
      [A, '巴特尔', ...values],
    ])
    expect([faults(report), report.totalFen / 100]).toEqual([[], yuan])
  })

  test('beside planned money a column of money that nobody knows is not left out', async () => {
    const rows = [
      ['嘎查', '姓名', '应发金额', '甲数'],
      [A, '巴特尔', 10, 9],
    ]
    expect(faults(await readRows(rows))).toEqual(['甲数 headerConflict'])
  })

  test('an ID number that is masked already says nothing, but how old somebody is', async () => {
    const rows = (masked: string) => [
      ['嘎查', '姓名', '身份证号', '金额'],
      [A, '巴特尔', masked, 5],
    ]
    const report = await readRows(rows('159999********7961'))
    expect([faults(report), report.disbursements[0]!.lines[0]!.personKey]).toEqual([[], null])
    expect(report.assumptions).toContainEqual({ code: 'idMissing', sheet: '明细', rows: 1 })
    expect(faults(await readRows(rows('15999920150101****')))).toEqual(['2 身份证号 under14'])
  })

  test('without a list of villages they are called as the sheet calls them', async () => {
    const bare = { regions: null }
    const form = await readRows(
      [
        ['嘎查：' + A, null, '单位：元'],
        ['姓名', '金额'],
        ['巴特尔', 5],
      ],
      {},
      bare,
    )
    expect(Object.keys(form.villages)).toEqual([A])
    const headings: Rows = [['序号', '姓名', '金额'], [A], [1, '巴特尔', 5], [B], [1, '朝鲁', 7]]
    expect(Object.keys((await readRows(headings, {}, bare)).villages)).toEqual([A, B])
  })
})
