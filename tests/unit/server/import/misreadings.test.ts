import { describe, expect, test } from 'vitest'
import { faults, readRows } from '#tests/support/import-here.ts'
import { findPersonal } from '#domain/privacy/detect.ts'
import { findBatch } from '#server/import/title.ts'
import { statedTotal } from '#server/import/stated-total.ts'

const V = '示范嘎查一'
type Rows = Parameters<typeof readRows>[0]
const partsOf = async (rows: Rows) => {
  const report = await readRows(rows)
  expect(faults(report)).toEqual([])
  return report.spotLines.map(({ parts }) => parts[0])
}

describe('units and factors', () => {
  test.each([
    ['公顷', '公顷', '元/公顷'],
    ['平方米', '平方米', '元/平方米'],
    ['亩', '亩', '元/亩'],
  ])('an area in %s stays one', async (unit, quantity, rate) => {
    const [part] = await partsOf([
      [`单位：${unit}、元`],
      ['嘎查', '姓名', '补贴面积', '补贴标准', '补贴金额'],
      [V, '巴特尔', 2, 150, 300],
    ])
    expect(part).toMatchObject({ quantity: '2', unit: quantity, rate: '150', rateUnit: rate })
    const said = await readRows([
      ['单位：公顷、元'],
      ['嘎查', '姓名', '补贴面积（亩）', '补贴金额'],
      [V, '巴特尔', 2, 300],
    ])
    expect(faults(said)).toEqual(['2 补贴面积（亩） headerConflict'])
  })

  test.each(['月人均补差', '月人均补差(元/月)', '月人均补差(元/人·月)'])(
    'persons × %s × months',
    async (rate) => {
      const rows = [
        ['嘎查', '姓名', '保障人数', rate, '月数', '金额'],
        [V, '巴特尔', 2, 300, 12, 7200],
      ]
      const report = await readRows(rows)
      expect([faults(report), report.warnings]).toEqual([[], []])
      expect(report.spotLines[0]!.parts).toEqual([
        { quantity: '2', unit: '人', times: '12', rate: '300', rateUnit: expect.any(String) },
      ])
      expect(report.spotLines[0]!.parts[0]!.rateUnit).toMatch(/人·月|\/月/)
    },
  )

  test('a month beside a quarter is asked about', async () => {
    const report = await readRows([
      ['嘎查', '姓名', '月发放金额', '季度发放金额'],
      [V, '巴特尔', 100, 300],
    ])
    expect(faults(report)).toEqual(['1 季度发放金额 headerConflict'])
  })
})

describe('batches', () => {
  test('2025/6 is June', () => {
    expect(
      ['2025/6', '2025-6', '2025.12', '2025-06', '20256'].map((one) => findBatch(one, null)),
    ).toEqual(['2025-06', '2025-06', '2025-12', '2025-06', null])
  })

  test('a column a quarter is a list a quarter', async () => {
    const report = await readRows([
      ['嘎查', '姓名', '一季度', '二季度', '三季度', '四季度', '全年合计'],
      [V, '巴特尔', 10, 20, 30, 40, 100],
    ])
    expect(faults(report)).toEqual([])
    expect(report.disbursements.map(({ batch, lines }) => [batch, lines[0]!.amountFen])).toEqual([
      ['一季度', 1000],
      ['二季度', 2000],
      ['三季度', 3000],
      ['四季度', 4000],
    ])
    const both = await readRows([
      ['嘎查', '姓名', '3月', '一季度', '4月', '二季度'],
      [V, '巴特尔', 10, 10, 20, 20],
    ])
    expect([faults(both), both.totalFen]).toEqual([[], 3000])
  })
})

describe('what a sentence or a cell states is held against the lines', () => {
  const list: Rows = [
    ['嘎查', '姓名', '金额'],
    [V, '巴特尔', 10000],
    [V, '乌云', 20000],
  ]
  test.each([
    [[['2025年补贴发放表（共2户，合计999元）'], ...list], '1 金额 totalMismatch'],
    [[...list, ['共2户，合计999元']], '4 金额 totalMismatch'],
    [[...list, ['合计', '', '2万元']], '4 金额 totalMismatch'],
    [[...list, ['合计', '', '999元']], '4 金额 totalMismatch'],
    [[['2025年补贴发放表（共2户，合计3万元）'], ...list, ['共2户，合计30,000元']], null],
    [[...list, ['合计', '', '3万元']], null],
    [[...list, ['注：本页共2户，合计999元']], null],
    [[...list, ['注：每户补贴标准为100元']], null],
  ] as [Rows, string | null][])('%#', async (rows, fault) => {
    expect(faults(await readRows(rows))).toEqual(fault === null ? [] : [fault])
  })

  test('万元 is as exact as it is written', () => {
    expect(statedTotal('共2户，合计3.12万元')).toEqual({ fen: 3_120_000, within: 5000 })
    expect(statedTotal('涉及5户12人，补贴资金999元')).toEqual({ fen: 99_900, within: 0 })
  })
})

test('remarks in brackets behind a name', async () => {
  const rows = (name: string): Rows => [
    ['嘎查', '姓名', '金额'],
    [V, name, 10],
  ]
  expect(faults(await readRows(rows('吴桐（残）')))).toEqual(['2 姓名 healthInText'])
  expect((await readRows(rows('乌云（已故）'))).spotLines[0]!.name).toBe('乌云')
  expect((await readRows(rows('巴特尔（大）'))).spotLines[0]!.name).toContain('大')
  expect(findPersonal('残膜回收，地膜（残膜）')).toEqual([])
})
