import { describe, expect, test } from 'vitest'
import { faults, id, readCsv, readRows, readHere } from '#tests/support/import-here.ts'
import { makeBook } from '#tests/support/make-book.ts'

const V = '152529900201'
const V3 = '152529900203'
const HEAD = [
  '序号',
  '苏木镇',
  '嘎查村',
  '户主姓名',
  '身份证号',
  '补贴面积(亩)',
  '补贴标准(元/亩)',
  '补贴金额(元)',
  '备注',
]
const line = (
  n: number,
  village: string,
  name: string,
  area: number,
  yuan: number,
  note: string | null = null,
) => [n, '示范苏木', village, name, id(n), area, 10, yuan, note]

describe('headers as offices write them', () => {
  test.each([
    ['姓名', '金额'],
    ['农户姓名', '打卡金额（元）'],
    ['领取人', '实发金额'],
    ['户  主\n姓 名', '补 贴 金 额\n（元）'],
    ['＊户主姓名', '补贴资金（单位：元）'],
    ['牧户姓名：', '兑付金额/元'],
    ['补助对象', '补助金额：元'],
    ['持卡人姓名', '一卡通发放金额(元)'],
    ['购机者', '补贴额（元）'],
    ['承包方代表姓名', '补偿款'],
    ['享受人员', '发放资金'],
    ['老人姓名', '津贴（元）'],
    ['户名', '到账金额'],
  ])('%s and %s', async (name, amount) => {
    const report = await readRows([
      ['嘎查', name, amount],
      ['示范嘎查一', '巴特尔', 12.5],
      ['示范嘎查一', '乌云', 30],
    ])
    expect(faults(report)).toEqual([])
    expect(report.villages).toEqual({ [V]: { lines: 2, totalFen: 4250 } })
  })

  test('a header may begin in the tenth row, below titles and blanks', async () => {
    const rows = [
      ['示范旗'],
      ['2025年耕地地力保护补贴发放表'],
      [],
      ['单位：亩、元'],
      [],
      ['填报单位：农牧局', null, null, '日期：2025年3月1日'],
      [],
      [],
      [],
      HEAD,
      line(1, '示范嘎查一', '巴特尔', 2, 20),
    ]
    const report = await readRows(rows, {}, { year: null })
    expect(faults(report)).toEqual([])
    expect([report.program, report.year, report.lines]).toEqual(['耕地地力保护补贴', 2025, 1])
  })

  test('two rows with merged cells, groups of 面积 标准 金额 under each thing paid for', async () => {
    const report = await readRows([
      ['基本信息', null, null, '禁牧补助', null, '草畜平衡奖励', null, '合计（元）'],
      ['嘎查', '姓名', '身份证', '面积', '金额', '面积', '金额', null],
      ['示范嘎查一', '巴特尔', id(1), 10, 119.24, 5, 19.87, 139.11],
      ['示范嘎查一', '乌云', id(2), 0, 0, 4, 15.9, 15.9],
    ])
    expect(faults(report)).toEqual([])
    expect(report.spotLines.map(({ parts }) => parts)).toEqual([
      [
        { what: '禁牧', quantity: '10', unit: '亩', amountFen: 11924 },
        { what: '草畜平衡', quantity: '5', unit: '亩', amountFen: 1987 },
      ],
      [{ what: '草畜平衡', quantity: '4', unit: '亩', amountFen: 1590 }],
    ])
  })

  test('the thing below its kind: 金额 over 禁牧 and 草畜平衡', async () => {
    const report = await readRows([
      ['嘎查', '姓名', '补贴面积（亩）', null, '补贴金额（元）', null, null],
      [null, null, '禁牧', '草畜平衡', '禁牧', '草畜平衡', '合计'],
      ['示范嘎查一', '巴特尔', 10, 5, 100, 20, 120],
    ])
    expect(faults(report)).toEqual([])
    expect(report.spotLines[0]).toMatchObject({
      amountFen: 12000,
      parts: [
        { what: '禁牧', quantity: '10', amountFen: 10000 },
        { what: '草畜平衡', quantity: '5', amountFen: 2000 },
      ],
    })
  })

  test('a row of units and a row of column numbers belong to the header', async () => {
    const report = await readRows([
      ['嘎查', '姓名', '补贴面积', '补贴标准', '补贴金额'],
      [null, null, '亩', '元/亩', '元'],
      ['甲', '乙', '1', '2', '3=1×2'],
      ['示范嘎查一', '巴特尔', 10, 2, 20],
    ])
    expect(faults(report)).toEqual([])
    expect(report.spotLines[0]).toMatchObject({
      row: 4,
      parts: [{ quantity: '10', unit: '亩', rate: '2', rateUnit: '元/亩' }],
    })
  })

  test('the same header again on each page is passed over, with its title', async () => {
    const report = await readRows([
      ['2025年补贴发放表'],
      HEAD,
      line(1, '示范嘎查一', '巴特尔', 2, 20),
      ['2025年补贴发放表'],
      HEAD,
      line(2, '示范嘎查一', '乌云', 3, 30),
      ['合计', null, null, null, null, 5, null, 50],
    ])
    expect(faults(report)).toEqual([])
    expect([report.lines, report.printedTotalFen, report.printedTotalRow]).toEqual([2, 5000, 7])
  })

  test('lines of a form above the header are not taken for it', async () => {
    for (const above of [
      ['乡镇：示范苏木', '嘎查：示范嘎查一', '单位：元'],
      ['示范嘎查一', '2025年补贴'],
      ['单位：元', '金额单位：元'],
    ]) {
      const report = await readRows([above, ['嘎查', '姓名', '金额'], ['示范嘎查一', '巴特尔', 5]])
      expect([above, faults(report), report.lines]).toEqual([above, [], 1])
    }
  })

  test('a first line without a single number is a line, not a second row of the header', async () => {
    const report = await readRows([
      ['苏木镇', '嘎查', '姓名', '金额', '备注'],
      ['示范苏木', '示范嘎查一', '巴特尔', '待定', null],
      ['示范苏木', '示范嘎查一', '乌云', 5, null],
    ])
    expect(faults(report)).toEqual(['2 金额 amountNotNumber'])
  })

  test.each([
    ['2025年补贴金额', { amountFen: 500, parts: [] }],
    ['补贴金额（小写）', { amountFen: 500, parts: [] }],
    ['【补贴】金额', { amountFen: 500, parts: [] }],
    ['1.补贴金额', { amountFen: 500, parts: [] }],
    ['总额', { amountFen: 500, parts: [] }],
  ])('%s is the amount of the line', async (label, wanted) => {
    const report = await readRows([
      ['嘎查', '姓名', label, '金额（大写）'],
      ['示范嘎查一', '巴特尔', 5, '伍元整'],
    ])
    expect(faults(report)).toEqual([])
    expect(report.spotLines[0]).toMatchObject(wanted)
  })

  test('a list of several programs says in each line what it was paid for', async () => {
    const rows = (second: string) => [
      ['嘎查', '姓名', '补贴项目', '金额'],
      ['示范嘎查一', '巴特尔', '耕地地力保护补贴', 5],
      ['示范嘎查一', '乌云', second, 6],
    ]
    const several = await readRows(rows('高龄津贴'))
    expect(several.spotLines.map(({ parts }) => parts[0]?.what)).toEqual([
      '耕地地力保护补贴',
      '高龄津贴',
    ])
    const one = await readRows(rows('耕地地力保护补贴'))
    expect([one.program, one.spotLines.map(({ parts }) => parts[0]?.what)]).toEqual([
      '耕地地力保护补贴',
      [undefined, undefined],
    ])
  })

  test('what is taken off below one amount', async () => {
    const report = await readRows([
      ['嘎查', '姓名', '补贴金额（元）', null, null],
      [null, null, '应发', '扣除', '实发'],
      ['示范嘎查一', '巴特尔', 10, 2, 8],
    ])
    expect(faults(report)).toEqual([])
    expect([report.totalFen, report.disbursements[0]!.plannedFen]).toEqual([800, 1000])
  })

  test('planned money is not paid money', async () => {
    const report = await readRows([
      ['嘎查', '姓名', '应发金额(元)', '实发金额(元)'],
      ['示范嘎查一', '巴特尔', 100, 90],
    ])
    expect(report.totalFen).toBe(9000)
    expect(report.disbursements[0]).toMatchObject({ plannedFen: 10000 })
  })

  test('lines that came back from the bank are lines, but not paid', async () => {
    const report = await readRows([
      ['嘎查', '姓名', '金额(元)', '发放状态'],
      ['示范嘎查一', '巴特尔', 100, '成功'],
      ['示范嘎查一', '乌云', 50, '退回'],
      ['示范嘎查一', '朝鲁', 25, '补发成功'],
      ['合计', null, 175, null],
    ])
    expect(faults(report)).toEqual([])
    expect([report.lines, report.totalFen]).toEqual([3, 12500])
    expect(report.spotLines.map(({ status }) => status)).toEqual([
      undefined,
      'returned',
      'reissued',
    ])
  })

  test('nothing of unknown columns is kept', async () => {
    const report = await readRows([
      ['嘎查', '姓名', '金额', '残疾等级', '配偶姓名', '低保证号', '家庭住址', '民族', '开户行'],
      ['示范嘎查一', '巴特尔', 100, '一级', '乌云', 'X1', '某处', '蒙古族', '某行'],
    ])
    expect(faults(report)).toEqual([])
    expect(report.droppedColumns).toEqual([
      '残疾等级',
      '配偶姓名',
      '低保证号',
      '家庭住址',
      '民族',
      '开户行',
    ])
    expect(JSON.stringify(report)).not.toMatch(/一级|乌云|X1|某处|蒙古族|某行/)
  })

  test('two columns that claim the same are not guessed at', async () => {
    expect(
      faults(
        await readRows([
          ['嘎查', '姓名', '金额', '金额'],
          ['示范嘎查一', '巴特尔', 1, 2],
        ]),
      ),
    ).toEqual(['1 金额 headerConflict'])
    expect(
      faults(
        await readRows([
          ['嘎查', '姓名', '姓名', '金额'],
          ['示范嘎查一', '巴特尔', '乌云', 2],
        ]),
      ),
    ).toEqual(['1 姓名 headerConflict'])
  })

  test('what the office corrected is taken, and given back for the next time', async () => {
    const rows = [
      ['嘎查', '姓名', '甲数', '补贴金额', '奖励金额'],
      ['示范嘎查一', '巴特尔', 4, 10, 2],
    ]
    const first = await readRows(rows)
    expect(faults(first)).toEqual(['1 奖励金额 headerConflict'])
    const [signature] = Object.keys(first.mapping)
    const labels = first.mapping[signature!]!
    expect(labels).toMatchObject({ 嘎查: { field: 'village' }, 甲数: { field: 'drop' } })
    expect(faults(await readRows(rows, {}, { mapping: first.mapping }))).toEqual(faults(first))
    const corrected = {
      ...labels,
      甲数: { field: 'quantity', unit: '只' },
      补贴金额: { field: 'drop' },
    } as const
    const second = await readRows(rows, {}, { mapping: { [signature!]: corrected } })
    expect(faults(second)).toEqual([])
    expect(second.spotLines[0]).toMatchObject({
      amountFen: 200,
      parts: [{ quantity: '4', unit: '只' }],
    })
    expect(second.mapping[signature!]).toMatchObject({
      甲数: { field: 'quantity', unit: '只' },
      补贴金额: { field: 'drop' },
    })
  })
})

describe('tables without persons', () => {
  test('a row for each thing paid for is one sum of the place', async () => {
    const report = await readRows([
      ['苏木镇', '类别', '户数', '金额(万元)'],
      ['示范苏木', '禁牧', 10, 1.5],
      ['示范苏木', '草畜平衡', 4, 0.5],
      ['合计', null, 14, 2],
    ])
    expect(faults(report)).toEqual([])
    expect(report.disbursements).toMatchObject([
      {
        region: '152529900000',
        lines: [],
        aggregate: {
          // The same household may have both.
          households: 10,
          amountFen: 2000000,
          parts: [{ what: '禁牧' }, { what: '草畜平衡' }],
        },
      },
    ])
  })

  test.each<[string, (number | null)[], object]>([
    ['two and two are two households', [2, 2], { households: 2, parts: [] }],
    ['a thing of two is not told by the other', [100, 2], { households: 100, parts: [] }],
    ['a thing of nobody knows how many is not told', [100, null], { households: null, parts: [] }],
  ])('%s', async (_what, [first, second], aggregate) => {
    const report = await readRows([
      ['苏木镇', '类别', '户数', '金额(元)'],
      ['示范苏木', '禁牧', first ?? null, 100],
      ['示范苏木', '草畜平衡', second ?? null, 50],
    ])
    expect(faults(report)).toEqual([])
    expect(report.disbursements).toMatchObject([{ aggregate: { ...aggregate, amountFen: 15000 } }])
  })

  test('by village, below their townships, with sums of each', async () => {
    const report = await readRows([
      ['苏木镇', '嘎查', '户数', '金额(元)'],
      ['示范苏木', '示范嘎查一', 10, 100],
      [null, '示范嘎查三', 5, 50],
      [null, '小计', 15, 150],
      ['示范镇', '示范嘎查九', 2, 20],
      ['总计', null, 17, 170],
    ])
    expect(faults(report)).toEqual([])
    expect([report.kind, report.households, report.printedTotalFen]).toEqual([
      'aggregate',
      { [V]: 10, [V3]: 5, '152529901201': 2 },
      17000,
    ])
  })

  test('a list whose names are hidden, or that has ID numbers only, is none', async () => {
    const rows = [
      ['嘎查', '姓名', '身份证号', '金额'],
      ['示范嘎查一', '巴特尔', id(1), 5],
    ]
    expect(faults(await readRows(rows, { hiddenColumns: [1] }))).toEqual(['1 姓名 headerMissing'])
    expect(faults(await readRows(rows.map(([a, , c, d]) => [a!, c!, d!])))).toEqual([
      '1 身份证号 headerMissing',
    ])
  })
})

describe('units', () => {
  test('万元 and 万亩 in the header or above it', async () => {
    const inHeader = await readRows([
      ['嘎查', '姓名', '面积(万亩)', '资金(万元)'],
      ['示范嘎查一', '巴特尔', 0.5, 1.234567],
    ])
    const above = await readRows([
      ['单位：万亩、万元'],
      ['嘎查', '姓名', '面积', '资金'],
      ['示范嘎查一', '巴特尔', 0.5, 1.234567],
    ])
    for (const report of [inHeader, above]) {
      expect(faults(report)).toEqual([])
      expect(report.spotLines[0]).toMatchObject({
        amountFen: 1234567,
        parts: [{ quantity: '5000', unit: '亩' }],
      })
      expect(report.unit).toBe('万元')
    }
  })

  test('a line above that contradicts the column is refused', async () => {
    expect(
      faults(
        await readRows([['单位：万元'], ['嘎查', '姓名', '金额(元)'], ['示范嘎查一', '巴特尔', 5]]),
      ),
    ).toEqual(['2 金额(元) headerConflict'])
    expect(
      faults(
        await readRows([
          ['嘎查', '姓名', '金额(元)'],
          ['示范嘎查一', '巴特尔', '5万元'],
        ]),
      ),
    ).toEqual(['2 金额(元) amountNotNumber'])
  })

  test('months beside persons', async () => {
    const report = await readRows([
      ['嘎查', '姓名', '保障人数', '发放月数', '补助标准(元/人·月)', '补助金额'],
      ['示范嘎查一', '巴特尔', 2, 3, 100, 600],
      ['示范嘎查一', '乌云', 2, 3, 100, 601],
    ])
    expect(report.spotLines[0]!.parts).toEqual([
      { quantity: '2', unit: '人', times: '3', rate: '100', rateUnit: '元/人·月' },
    ])
    expect(report.warnings).toEqual([{ row: 3, column: '补助金额', code: 'areaTimesRate' }])
  })
})

describe('totals', () => {
  test('at the head, at the foot, by village, by page', async () => {
    const report = await readRows([
      HEAD,
      ['总计', null, null, null, null, 9, null, 90],
      line(1, '示范嘎查一', '巴特尔', 2, 20),
      line(2, '示范嘎查一', '乌云', 3, 30),
      ['示范嘎查一小计', null, null, null, null, 5, null, 50],
      line(3, '示范嘎查三', '朝鲁', 4, 40),
      [null, null, '小计', null, null, 4, null, 40],
      ['本页小计', null, null, null, null, null, null, 40],
    ])
    expect(faults(report)).toEqual([])
    expect([report.printedTotalFen, report.printedTotalRow]).toEqual([9000, 2])
  })

  test('a village whose own 合计 is wrong', async () => {
    const rows = [
      HEAD,
      line(1, '示范嘎查一', '巴特尔', 2, 20),
      ['合计', null, null, null, null, null, null, 21],
      line(3, '示范嘎查三', '朝鲁', 4, 40),
      ['合计', null, null, null, null, null, null, 40],
      ['总计', null, null, null, null, null, null, 60],
    ]
    expect(faults(await readRows(rows))).toEqual(['3 补贴金额(元) totalMismatch'])
  })

  test('a 小计 that is wrong, an area that is wrong, a sum across that is wrong', async () => {
    expect(
      faults(
        await readRows([
          HEAD,
          line(1, '示范嘎查一', '巴特尔', 2, 20),
          ['小计', null, null, null, null, 2, null, 30],
          ['合计', null, null, null, null, 2, null, 20],
        ]),
      ),
    ).toEqual(['3 补贴金额(元) totalMismatch'])
    expect(
      faults(
        await readRows([
          HEAD,
          line(1, '示范嘎查一', '巴特尔', 2, 20),
          ['合计', null, null, null, null, 3, null, 20],
        ]),
      ),
    ).toEqual(['3 补贴面积(亩) totalMismatch'])
    expect(
      faults(
        await readRows([
          ['嘎查', '姓名', '禁牧金额', '草畜平衡金额', '合计'],
          ['示范嘎查一', '巴特尔', 1, 2, 4],
        ]),
      ),
    ).toEqual(['2 合计 totalMismatch'])
  })

  test('a total row without a word', async () => {
    const report = await readRows([
      HEAD,
      line(1, '示范嘎查一', '巴特尔', 2, 20),
      line(2, '示范嘎查一', '乌云', 3, 30),
      [null, null, null, null, null, 5, null, 50],
    ])
    expect(faults(report)).toEqual([])
    expect([report.lines, report.printedTotalFen]).toEqual([2, 5000])
  })

  test.each(['合计', '合  计：', '总 计（元）', '合计（2户）', '合计2户', '全村合计', '共计'])(
    '%s is a word for it',
    async (word) => {
      const report = await readRows([
        HEAD,
        line(1, '示范嘎查一', '巴特尔', 2, 20),
        line(2, '示范嘎查一', '乌云', 3, 30),
        [null, null, null, word, '2人', 5, null, 50],
      ])
      expect(faults(report)).toEqual([])
      expect([report.lines, report.printedTotalFen]).toEqual([2, 5000])
    },
  )

  test('sums with the dust of binary arithmetic', async () => {
    const report = await readRows([
      HEAD,
      line(1, '示范嘎查一', '巴特尔', 1, 0.1),
      line(2, '示范嘎查一', '乌云', 1, 0.2),
      ['合计', null, null, null, null, 2, null, { f: 'SUM(H2:H3)', v: '0.30000000000000004' }],
    ])
    expect(faults(report)).toEqual([])
    expect(report.totalFen).toBe(30)
  })
})

describe('villages', () => {
  test('merged cells, the village standing in the first only', async () => {
    const rows = [
      HEAD,
      line(1, '示范嘎查一', '巴特尔', 2, 20),
      line(2, '示范嘎查一', '乌云', 3, 30),
      line(3, '示范嘎查三', '朝鲁', 4, 40),
      line(4, '示范嘎查一', '高娃', 4, 40),
    ].map((row, i) => (i === 2 ? row.map((cell, c) => (c === 1 || c === 2 ? null : cell)) : row))
    const merged = await readRows(rows, { merges: ['B2:B3', 'C2:C3'] })
    expect(faults(merged)).toEqual([])
    expect(merged.villages).toEqual({
      [V]: { lines: 3, totalFen: 9000 },
      [V3]: { lines: 1, totalFen: 4000 },
    })
    // The same without the merge: in a column that is written out everywhere else a blank is a blank.
    expect(faults(await readRows(rows))).toEqual(['3 嘎查村 villageUnknown'])
  })

  test('named once at the head of its lines, without merging', async () => {
    const report = await readRows([
      ['嘎查', '姓名', '金额'],
      ['示范嘎查一', '巴特尔', 1],
      [null, '乌云', 2],
      ['示范嘎查三', '朝鲁', 4],
      [null, '高娃', 8],
    ])
    expect(faults(report)).toEqual([])
    expect(report.villages).toEqual({
      [V]: { lines: 2, totalFen: 300 },
      [V3]: { lines: 2, totalFen: 1200 },
    })
    expect(report.assumptions).toContainEqual({ code: 'villageFilledDown', sheet: '明细', rows: 2 })
  })

  test('by code, by full path, as the name of the sheet, above the header, in a line of its own', async () => {
    const one = { [V3]: { lines: 1, totalFen: 500 } }
    const list = [
      ['姓名', '金额'],
      ['巴特尔', 5],
    ]
    const reports = [
      await readRows([
        ['行政区划代码', '姓名', '金额'],
        [Number(V3), '巴特尔', 5],
      ]),
      await readRows([
        ['嘎查', '姓名', '金额'],
        [V3, '巴特尔', 5],
      ]),
      await readRows([
        ['嘎查', '姓名', '金额'],
        ['示范旗示范苏木示范嘎查三', '巴特尔', 5],
      ]),
      await readRows([
        ['嘎查', '姓名', '金额'],
        [' 示范 嘎查（三）　', '巴特尔', 5],
      ]),
      await readRows(list, { name: '示范嘎查三' }),
      await readRows(list, { name: '3.示范嘎查三（12户）' }),
      await readRows([['示范苏木示范嘎查三2025年补贴公示表'], ...list]),
      await readRows([
        ['姓名', '金额'],
        ['示范嘎查三', null],
        ['巴特尔', 5],
      ]),
    ]
    for (const report of reports) {
      expect(faults(report)).toEqual([])
      expect(report.villages).toEqual(one)
    }
  })

  test('unknown ones are listed, never guessed', async () => {
    const report = await readRows([
      ['嘎查', '姓名', '金额'],
      ['示范嘎查九十九', '巴特尔', 5],
      ['示范', '乌云', 5],
    ])
    expect(faults(report)).toEqual(['2 嘎查 villageUnknown', '3 嘎查 villageUnknown'])
    expect(report.unknownVillages).toEqual(['示范嘎查九十九', '示范'])
    expect(
      faults(
        await readRows(
          [
            ['姓名', '金额'],
            ['巴特尔', 5],
          ],
          { name: 'Sheet1' },
        ),
      ),
    ).toEqual(['villageUnknown'])
    expect(
      faults(
        await readRows([['示范嘎查三补贴'], ['姓名', '金额'], ['巴特尔', 5]], {
          name: '示范嘎查四',
        }),
      ),
    ).toEqual(['villageConflict'])
  })

  test('a code and a name that are two villages', async () => {
    expect(
      faults(
        await readRows([
          ['村编码', '嘎查', '姓名', '金额'],
          [V, '示范嘎查三', '巴特尔', 5],
        ]),
      ),
    ).toEqual(['2 嘎查 villageConflict'])
  })

  test('names that mean something to the language are names', async () => {
    const report = await readRows(
      [
        ['嘎查', '姓名', '金额', '批次', 'constructor', '__proto__'],
        ['__proto__', '巴特尔', 5, '__proto__', 1, 1],
        ['constructor', '乌云', 5, 'toString', 1, 1],
      ],
      {},
      { regions: null },
    )
    expect(faults(report)).toEqual([])
    expect(Object.entries(report.villages).map(([name, { lines }]) => [name, lines])).toEqual([
      ['__proto__', 1],
      ['constructor', 1],
    ])
    expect(Object.keys(report.batches!)).toEqual(['__proto__', 'toString'])
    expect(({} as Record<string, unknown>)['lines']).toBeUndefined()
  })

  test('without a list of regions villages stay as written', async () => {
    const report = await readRows(
      [
        ['嘎查', '姓名', '金额'],
        ['甲嘎查 ', '巴特尔', 5],
        ['乙嘎查', '乌云', 5],
      ],
      {},
      { regions: null },
    )
    expect(report.villages).toEqual({
      甲嘎查: { lines: 1, totalFen: 500 },
      乙嘎查: { lines: 1, totalFen: 500 },
    })
  })
})

describe('months and instalments', () => {
  test('a column a month', async () => {
    const report = await readRows([
      ['嘎查', '姓名', '身份证号', '1月', '2月', '３月份', '合计'],
      ['示范嘎查一', '巴特尔', id(1), 10, 20, null, 30],
      ['示范嘎查一', '乌云', id(2), null, 5, 5, 10],
      ['合计', null, null, 10, 25, 5, 40],
    ])
    expect(faults(report)).toEqual([])
    expect(report.batches).toEqual({
      '2025-01': { sheet: '明细', lines: 1, totalFen: 1000 },
      '2025-02': { sheet: '明细', lines: 2, totalFen: 2500 },
      '2025-03': { sheet: '明细', lines: 1, totalFen: 500 },
    })
    expect([report.namesakes, report.warnings]).toEqual([{ groups: 0, lines: 0 }, []])
  })

  test('a sheet a month, a column of months, a month in the title', async () => {
    const rows = [
      ['嘎查', '姓名', '身份证号', '金额'],
      ['示范嘎查一', '巴特尔', id(1), 10],
    ]
    const sheets = await readHere(
      makeBook({ sheets: ['2025年1月', '二月', '3月份'].map((name) => ({ name, rows })) }),
      'a.xlsx',
    )
    expect(Object.keys(sheets.batches!)).toEqual(['2025-01', '2025-02', '2025-03'])
    expect(sheets.warnings).toEqual([])
    const column = await readRows([
      ['嘎查', '姓名', '月份', '金额'],
      ['示范嘎查一', '巴特尔', '1', 10],
      ['示范嘎查一', '巴特尔', '2025年2月', 10],
      ['示范嘎查一', '巴特尔', { v: 45717, s: 1 }, 10],
    ])
    expect(Object.keys(column.batches!)).toEqual(['2025-01', '2025-02', '2025-03'])
    const title = await readRows([['示范旗2025年4月低保发放表'], ...rows])
    expect(Object.keys(title.batches!)).toEqual(['2025-04'])
    const whole = await readRows([['示范旗2025年1-12月低保发放表'], ...rows])
    expect(whole.batches).toBeUndefined()
  })

  test('the same ID number twice in one batch, and with two names', async () => {
    const head = ['嘎查', '姓名', '身份证号', '金额']
    const twice = await readRows([
      head,
      ['示范嘎查一', '巴特尔', id(1), 10],
      ['示范嘎查一', '巴 特 尔', id(1).toLowerCase(), 10],
    ])
    expect(faults(twice)).toEqual([])
    expect(twice.warnings).toEqual([
      { row: 3, column: '身份证号', code: 'idDuplicate', firstRow: 2 },
    ])
    expect(twice.namesakes).toEqual({ groups: 0, lines: 0 })
    const sheets = [
      { name: '1月', rows: [head, ['示范嘎查一', '巴特尔', id(1), 10]] },
      { name: '2月', rows: [head, ['示范嘎查一', '乌云', id(1), 10]] },
    ]
    const across = await readHere(makeBook({ sheets }), 'a.xlsx')
    expect(across.errors).toEqual([
      {
        sheet: '2月',
        row: 2,
        column: '身份证号',
        code: 'idDuplicate',
        firstRow: 2,
        firstSheet: '1月',
      },
    ])
  })
})

describe('sheets of a workbook', () => {
  const rows = [
    ['嘎查', '姓名', '金额'],
    ['示范嘎查一', '巴特尔', 5],
  ]
  test('instructions, blank sheets and summaries are passed over', async () => {
    const report = await readHere(
      makeBook({
        sheets: [
          { name: '填表说明', rows: [['一、姓名填写户主姓名。'], ['二、金额以元为单位。']] },
          { name: '明细', rows },
          {
            name: '汇总',
            rows: [
              ['苏木镇', '户数', '金额'],
              ['示范苏木', 1, 5],
            ],
          },
          { name: 'Sheet3', rows: [] },
        ],
      }),
      'a.xlsx',
    )
    expect(faults(report)).toEqual([])
    expect([report.sheetsRead, report.sheetsSkipped, report.totalFen]).toEqual([
      ['明细'],
      ['填表说明', 'Sheet3', '汇总'],
      500,
    ])
  })

  test('a list that lost its header is not passed over', async () => {
    const report = await readHere(
      makeBook({
        sheets: [
          { name: '一', rows },
          {
            name: '二',
            rows: [
              ['示范嘎查一', '乌云', '东', 5],
              ['示范嘎查一', '朝鲁', '东', 6],
            ],
          },
        ],
      }),
      'a.xlsx',
    )
    expect(faults(report)).toEqual(['二 headerMissing'])
  })

  test('hidden rows count, hidden columns and sheets do not, comments are dropped', async () => {
    const book = makeBook({
      sheets: [
        {
          name: '明细',
          rows: [
            ['嘎查', '姓名', '金额', '旧备注'],
            ['示范嘎查一', '巴特尔', 5, '不公开'],
            ['示范嘎查一', '乌云', 6, null],
          ],
          hiddenRows: [3],
          hiddenColumns: [3],
          comments: ['B2', 'Z9'],
          threaded: ['B2', 'C3'],
        },
        { name: '底稿', rows, state: 'veryHidden' },
      ],
    })
    const report = await readHere(book, 'a.xlsx')
    expect(report.accepted).toBe(true)
    expect(report.warnings).toEqual([
      { sheet: '底稿', row: null, code: 'hiddenSheet' },
      { row: null, column: '旧备注', code: 'hiddenColumn' },
      { row: 3, code: 'hiddenRow' },
      { row: 2, column: '姓名', code: 'comment' },
      { row: 3, column: '金额', code: 'comment' },
      { row: 9, column: null, code: 'comment' },
    ])
    expect([report.totalFen, JSON.stringify(report).includes('不公开')]).toEqual([1100, false])
  })

  test('a household over several rows under one merged name', async () => {
    const report = await readRows(
      [
        ['嘎查', '姓名', '身份证号', '类别', '金额'],
        ['示范嘎查一', '巴特尔', id(1), '玉米', 5],
        [null, null, null, '大豆', 6],
      ],
      { merges: ['A2:A3', 'B2:B3', 'C2:C3'] },
    )
    expect(faults(report)).toEqual([])
    expect(
      report.spotLines.map(({ name, parts, amountFen }) => [name, parts[0]!.what, amountFen]),
    ).toEqual([
      ['巴特尔', '玉米', 500],
      ['巴特尔', '大豆', 600],
    ])
    expect(new Set(report.disbursements[0]!.lines.map(({ personKey }) => personKey)).size).toBe(1)
  })

  test('notes, signatures and numbered blank lines are no lines', async () => {
    const report = await readRows([
      HEAD,
      line(1, '示范嘎查一', '巴特尔', 2, 20),
      [],
      [2, '示范苏木', '示范嘎查一'],
      ['合计', null, null, null, null, 2, null, 20],
      ['合计（大写）：贰拾元整'],
      ['注：以上数据以合同为准。'],
      ['制表人：某某', null, null, '审核人：某某', null, '负责人：某某'],
      ['填报日期：', null, null, { v: 45717, s: 1 }],
    ])
    expect(faults(report)).toEqual([])
    expect(report.lines).toBe(1)
  })
})

describe('text files', () => {
  const body = '嘎查,姓名,金额\n示范嘎查一,巴特尔,"1,234.50"\n示范嘎查一,乌云,6\n'
  const encodings: [string, (text: string) => Uint8Array, string][] = [
    ['utf-8', (text) => new TextEncoder().encode(text), 'utf-8'],
    ['utf-8 with a mark', (text) => new TextEncoder().encode('\ufeff' + text), 'utf-8-bom'],
    ['utf-16le', (text) => new Uint8Array(Buffer.from('\ufeff' + text, 'utf16le')), 'utf-16le'],
    [
      'utf-16be',
      (text) => new Uint8Array(Buffer.from('\ufeff' + text, 'utf16le').swap16()),
      'utf-16be',
    ],
    ['utf-16le without a mark', (text) => new Uint8Array(Buffer.from(text, 'utf16le')), 'utf-16le'],
  ]
  test.each(encodings)('%s', async (_, encode, told) => {
    const records = [
      ['嘎查', '姓名', '金额'],
      ['示范嘎查一', '巴特尔', '"1,234.50"'],
      ['示范嘎查一', '乌云', '6'],
    ]
    const written = [',', '\t', ';'].flatMap((separator) =>
      ['\n', '\r\n', '\r'].map((end) => records.map((record) => record.join(separator)).join(end)),
    )
    for (const text of [body, ...written, `sep=;\n${written[6]}`]) {
      const report = await readHere(encode(text), '补贴.csv')
      expect(faults(report)).toEqual([])
      expect([report.lines, report.totalFen, report.encoding]).toEqual([2, 124050, told])
    }
  })

  test('protected numbers, blank records, and columns that all records leave blank', async () => {
    const report = await readCsv(
      `嘎查,姓名,身份证号,金额\n示范嘎查一,巴特尔,'${id(1)},"￥1,000.00",\n\n示范嘎查一,乌云,"=""${id(2)}""",５.５０,\n示范嘎查一,朝鲁,${id(3)}\t, 7 ,\n`,
    )
    expect(faults(report)).toEqual([])
    expect(report.spotLines.map(({ row, amountFen }) => [row, amountFen])).toEqual([
      [2, 100000],
      [4, 550],
      [5, 700],
    ])
  })

  test('a record too long or too short', async () => {
    expect(
      faults(
        await readCsv(
          '嘎查,姓名,金额,备注\n示范嘎查一,巴特尔,1,234,\n示范嘎查一,乌云,6,\n示范嘎查一,朝鲁\n',
        ),
      ),
    ).toEqual(['2 rowShape', '4 rowShape'])
  })

  test('a mark that is never closed', async () => {
    expect(
      faults(await readCsv('嘎查,姓名,金额\n示范嘎查一,"巴特尔,1\n示范嘎查一,乌云,6\n')),
    ).toEqual(['fileDamaged'])
  })

  test('two encodings in one file, whichever comes first', async () => {
    const utf8 = Buffer.from(body)
    const gbk = Buffer.from([
      0xca, 0xbe, 0xb7, 0xb6, 0xb8, 0xc2, 0xb2, 0xe9, 0xd2, 0xbb, 0x2c, 0xb0, 0xcd, 0xcc, 0xd8,
      0xb6, 0xfb, 0x2c, 0x31, 0x0a,
    ])
    expect(faults(await readHere(Buffer.concat([utf8, gbk]), 'a.csv'))).toEqual(['fileEncoding'])
    expect(faults(await readHere(Buffer.concat([gbk, gbk, utf8]), 'a.csv'))).toEqual([
      'fileEncoding',
    ])
    expect(
      faults(await readHere(Buffer.from(Buffer.from(body).toString('latin1')), 'a.csv')),
    ).toEqual(['fileEncoding'])
  })
})

describe('cells', () => {
  test('shared, inline, rich and escaped texts, prefixes, booleans, errors', async () => {
    const rows = [
      ['嘎查', '姓名', '金额'],
      [
        '示范嘎查一',
        {
          raw: '<c r="B2" t="inlineStr"><is><r><rPr><b/></rPr><t>巴</t></r><r><t>特尔</t></r><rPh sb="0" eb="1"><t>ba</t></rPh></is></c>',
        },
        5,
      ],
    ]
    expect((await readRows(rows)).spotLines[0]!.name).toBe('巴特尔')
    for (const more of [{ shared: true }, { prefix: 'x' }]) {
      const report = await readHere(
        makeBook({
          sheets: [
            {
              name: '明细',
              rows: [
                ['嘎查', '姓名', '金额'],
                ['示范嘎查一', '巴_x000D_\n特尔', 5],
              ],
            },
          ],
          ...more,
        }),
        'a.xlsx',
      )
      expect(faults(report)).toEqual([])
      expect(report.spotLines[0]!.name).toBe('巴特尔')
    }
    const wrong = await readRows([
      ['嘎查', '姓名', '金额'],
      ['示范嘎查一', '巴特尔', { v: '#N/A', t: 'e' }],
      ['示范嘎查一', '乌云', { v: 1, t: 'b' }],
      ['示范嘎查一', { v: '#REF!', t: 'e' }, 5],
      ['示范嘎查一', '朝鲁', { v: 45717, s: 1 }],
      ['示范嘎查一', '高娃', { f: 'A1' }],
      ['示范嘎查一', { f: 'A1', v: '其其格', t: 'str' }, 5],
    ])
    expect(faults(wrong)).toEqual([
      '2 金额 amountNotNumber',
      '3 金额 amountNotNumber',
      '4 姓名 nameDamaged',
      '5 金额 amountNotNumber',
      '6 金额 amountFormula',
      '7 姓名 formulaInText',
    ])
  })

  test('numbers as text and texts as numbers', async () => {
    const amounts: [string | number, number | string][] = [
      ['１，２３４．５０', 123450],
      ['1,234.50\t', 123450],
      ["'88", 8800],
      ['￥5.00', 500],
      ['5元', 500],
      [1e5, 10000000],
      [0.1 + 0.2, 30],
      ['1e5', 'amountNotation'],
      ['1.2.3', 'amountNotNumber'],
      ['五元', 'amountNotNumber'],
      ['-5', 'amountNegative'],
      ['(5.00)', 'amountNegative'],
      ['—', 'amountMissing'],
      ['5%', 'amountNotNumber'],
      [1.005, 'amountDecimals'],
      [2e9, 'amountTooLarge'],
    ]
    for (const [typed, wanted] of amounts) {
      const report = await readRows([
        ['嘎查', '姓名', '金额'],
        ['示范嘎查一', '巴特尔', typed],
      ])
      expect([
        typed,
        typeof wanted === 'number' ? report.totalFen : report.errors[0]?.code,
      ]).toEqual([typed, wanted])
    }
  })

  test('birth dates in every writing, and books that count from 1904', async () => {
    for (const [typed, young] of [
      ['2013-05-01', true],
      ['2013/5/1', true],
      ['2013年5月1日', true],
      ['20130501', true],
      ['2013.05', true],
      [{ v: 41395, s: 1 }, true],
      ['1980-05-01', false],
      [{ v: 29342, s: 1 }, false],
    ] as const) {
      const report = await readRows([
        ['嘎查', '姓名', '出生日期', '金额'],
        ['示范嘎查一', '巴特尔', typed, 5],
      ])
      expect([typed, faults(report)]).toEqual([typed, young ? ['2 出生日期 under14'] : []])
    }
    const rows = [
      ['嘎查', '姓名', '出生日期', '金额'],
      ['示范嘎查一', '巴特尔', { v: 39933, s: 1 }, 5],
    ]
    expect(
      (await readHere(makeBook({ sheets: [{ name: 'a', rows }], date1904: true }), 'a.xlsx'))
        .errors[0]?.code,
    ).toBe('under14')
    expect((await readHere(makeBook({ sheets: [{ name: 'a', rows }] }), 'a.xlsx')).errors).toEqual(
      [{ row: 2, column: '出生日期', code: 'under14' }].slice(1),
    )
  })

  test('names: Mongolian keeps its joiners, spaces inside Chinese go, what was lost is seen', async () => {
    const mn = 'ᠪᠠᠭᠠᠲᠤᠷ\u202fᠤᠨ ᠲᠠᠨ\u180eᠠ'
    const report = await readRows([
      ['嘎查', '姓名', '姓名（蒙古文）', '金额'],
      ['示范嘎查一', ' 巴　特 尔\t', ` ${mn} `, 5],
    ])
    expect(report.spotLines[0]).toMatchObject({ name: '巴特尔', nameMn: mn })
    for (const [name, code] of [
      ['王?', 'nameDamaged'],
      ['王\ufffd', 'nameDamaged'],
      ['王□', 'nameDamaged'],
      ['王\u202e明', 'nameForbidden'],
      ['王\u0007', 'nameForbidden'],
      ['＝1+1', 'formulaInText'],
      ['+cmd', 'formulaInText'],
      [`王${id(4)}`, 'idInText'],
      ['王19900001234', 'phoneInText'],
      ['123', 'nameDamaged'],
    ] as const) {
      const wrong = await readCsv(`嘎查,姓名,金额\n示范嘎查一,${name},5\n`)
      expect([name, faults(wrong)]).toEqual([name, [`2 姓名 ${code}`]])
    }
  })
})
