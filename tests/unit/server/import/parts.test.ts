import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAmount, readQuantity, readRate } from '#server/import/amounts.ts'
import type { Cell } from '#server/import/cell.ts'
import { eachRecord, separatorOf } from '#server/import/csv.ts'
import { decodeText } from '#server/import/decode-text.ts'
import { parseMapping } from '#server/import/mapping.ts'
import { dateOfSerial, numberText } from '#server/import/number-text.ts'
import { cellPlace, parseMerge } from '#server/import/place.ts'
import { openSource, sealSource } from '#server/import/seal.ts'
import { safeLabel } from '#server/import/texts.ts'
import { findBatch, findProgramName, findYear, titleUnits } from '#server/import/title.ts'
import { totalKind } from '#server/import/totals.ts'
import { parseDecimal } from '#domain/money/decimal.ts'
import { parseFen } from '#domain/money/fen.ts'
import { meaningOf } from '#server/import/label.ts'
import type { UnitColumn } from '#server/import/plan.ts'

const cell = (text: string, kind: Cell['kind'] = 'text'): Cell => ({ kind, text, formula: false })
const yuan: UnitColumn = { column: 0, label: '金额', unit: '元' }

describe('records', () => {
  const records = (pieces: string[]) => {
    const found: string[][] = []
    eachRecord(pieces, ',', (values) => found.push(values))
    return found
  }
  const value = fc.string({
    unit: fc.constantFrom('a', '中', '"', ',', '\n', '\r', ' ', '𠮷'),
    maxLength: 8,
  })

  test('what was written is read, wherever the text is cut into pieces', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(value, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 6 }),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.array(fc.nat(60), { maxLength: 4 }),
        (rows, end, cuts) => {
          const text = rows
            .map((row) => row.map((one) => `"${one.replace(/"/g, '""')}"`).join(','))
            .join(end)
          const at = [0, ...cuts.map((cut) => Math.min(cut, text.length)), text.length].sort(
            (a, b) => a - b,
          )
          const pieces = at.slice(1).map((to, i) => text.slice(at[i], to))
          expect(records(pieces)).toEqual(rows)
        },
      ),
    )
  })

  test('blank records count, and the last needs no end', () => {
    expect(records(['a,b\n\n', 'c,'])).toEqual([['a', 'b'], [''], ['c', '']])
  })

  test('the separator is the one under which the records agree', () => {
    expect(separatorOf('a;b;c\n1,5;2;3\n4,5;5;6\n')).toBe(';')
    expect(separatorOf('a\tb\n"1,2,3"\t2\n')).toBe('\t')
    expect(separatorOf('sep=|\na|b\n')).toBe('|')
  })
})

test('characters that stand across two pieces of a large file are whole', () => {
  const line = Buffer.from([
    0xca, 0xbe, 0xb7, 0xb6, 0x2c, 0xb0, 0xcd, 0xcc, 0xd8, 0xb6, 0xfb, 0x2c, 0x31, 0x0a,
  ])
  const bytes = Buffer.concat([Buffer.from('x'), ...Array.from({ length: 60_000 }, () => line)])
  const decoded = decodeText(bytes)
  expect(decoded.encoding).toBe('gbk')
  expect([...decoded.pieces()].join('')).toBe('x' + '示范,巴特尔,1\n'.repeat(60_000))
})

describe('numbers', () => {
  test.each([
    ['21257.299999999999', '21257.3'],
    ['30630250.049999997', '30630250.05'],
    ['0.30000000000000004', '0.3'],
    ['1E5', '100000'],
    ['1.5E-3', '0.0015'],
    ['159999196007072000', '159999196007072000'],
    ['12', '12'],
    ['-5.50', '-5.5'],
    ['1e999', null],
    ['', null],
    ['0x10', null],
  ])('%s as a person would type it', (stored, typed) => {
    expect(numberText(stored)).toBe(typed)
  })

  test('the quick way to an amount gives what the domain gives', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.stringMatching(/^\d{1,11}(\.\d{0,4})?$/), fc.string({ maxLength: 6 })),
        (text) => {
          const domain = parseFen(text, '元')
          const here = readAmount(cell(text), yuan)
          if (typeof domain === 'number') expect(here).toEqual({ value: domain })
          else if (domain.refused === 'amountMissing') expect(here).toBeNull()
          else if (!/["'‘’`=]/.test(text)) expect(here).toEqual(domain)
        },
      ),
    )
  })

  test('the quick way to a quantity gives what the domain gives', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{1,8}(\.\d{1,6})?$/), (text) => {
        expect(readQuantity(cell(text), '亩')).toEqual({
          value: { value: parseDecimal(text), unit: '亩' },
        })
      }),
    )
  })

  test('units that stand in the cell, and units that are turned', () => {
    expect(readQuantity(cell('12.5亩'), '亩')).toEqual({ value: { value: '12.5', unit: '亩' } })
    expect(readQuantity(cell('1.25'), '万亩')).toEqual({ value: { value: '12500', unit: '亩' } })
    expect(readRate(cell('78.62元/亩'), '元/亩')).toEqual({
      value: { value: '78.62', unit: '元/亩' },
    })
    expect(readRate(cell('1.2'), '万元/户')).toEqual({ value: { value: '12000', unit: '元/户' } })
    expect(readAmount(cell('1.2'), { ...yuan, unit: '千元' })).toEqual({ value: 120000 })
    expect(readQuantity(cell('约5'), '亩')).toEqual({ refused: 'amountNotNumber' })
    expect(readQuantity(cell('19900001234'), '亩')).toEqual({ refused: 'amountTooLarge' })
    expect([
      readQuantity(cell('—'), '亩'),
      readRate(cell(' / '), '元/亩'),
      readAmount(undefined, yuan),
    ]).toEqual([null, null, null])
  })

  test('days are counted from 1900 or 1904, and the day that never was is passed over', () => {
    expect([1, 59, 61, 45717].map((serial) => dateOfSerial(serial, false))).toEqual([
      '1900-01-01',
      '1900-02-28',
      '1900-03-01',
      '2025-03-01',
    ])
    expect(dateOfSerial(44255, true)).toBe('2025-03-01')
    expect([dateOfSerial(-1, false), dateOfSerial(9e9, false)]).toEqual([null, null])
  })
})

test('a mapping from outside is one, or nothing', () => {
  const sound = {
    abc: { 姓名: { field: 'name' }, 甲: { field: 'quantity', unit: '只', what: '羊' } },
  }
  expect(parseMapping(sound)).toBe(sound)
  for (const wrong of [
    null,
    [],
    'x',
    { a: null },
    { a: { b: null } },
    { a: { b: { field: 'x' } } },
    { a: { b: { field: 'name', unit: 3 } } },
  ])
    expect(parseMapping(wrong)).toBeNull()
})

test('places of cells', () => {
  expect([cellPlace('A1'), cellPlace('XFD1048576'), cellPlace('AA10')]).toEqual([
    { row: 1, column: 0 },
    { row: 1048576, column: 16383 },
    { row: 10, column: 26 },
  ])
  expect(['', 'A', '1', 'A0', 'A1048577', 'XFE1', 'AAAA1', 'A1B'].map(cellPlace)).toEqual(
    Array(8).fill(null),
  )
  expect([parseMerge('B2:D9'), parseMerge('B2'), parseMerge('x')]).toEqual([
    { top: 2, bottom: 9, left: 1, right: 3 },
    { top: 2, bottom: 2, left: 1, right: 1 },
    null,
  ])
})

describe('what stands above a header', () => {
  test('years, months and instalments', () => {
    expect(findYear(['填报日期：2026年1月5日', '示范旗2025年度补贴发放表'])).toBe(2025)
    expect(findYear(['二〇二四年补贴'])).toBe(2024)
    expect([
      findYear(['补贴-2023.xlsx']),
      findYear(['补贴20250131.xlsx']),
      findYear(['补贴']),
    ]).toEqual([2023, null, null])
    expect(
      [
        '2025年3月',
        '3月份',
        '十一月',
        '202504',
        '2025-05',
        '第二批',
        '一季度',
        '上半年',
        '1-6月',
        '3月5日',
        '明细',
      ].map((text) => findBatch(text, 2025)),
    ).toEqual([
      '2025-03',
      '2025-03',
      '2025-11',
      '2025-04',
      '2025-05',
      '第二批',
      '一季度',
      '上半年',
      null,
      null,
      null,
    ])
  })

  test('units, where they are told and not contradicted', () => {
    expect(titleUnits(['填报单位：农牧局　　单位：亩、元'])).toEqual({ money: '元', area: '亩' })
    expect(titleUnits(['（金额单位：万元）'])).toEqual({ money: '万元', area: null })
    expect(titleUnits(['单位：元、万元'])).toEqual({ money: null, area: null })
    expect(titleUnits(['填报单位：元宝村'])).toEqual({ money: null, area: null })
  })

  test("programs by the county's list, by known names, by what is left", () => {
    const programs = [{ code: 'P1', name: { zh: '甲项目补贴' }, aliases: ['甲补'] }]
    expect(findProgramName(['2025年甲补发放表'], programs, [])).toBe('甲项目补贴')
    expect(findProgramName(['示范旗2025年地力补贴公示表'], [], ['示范旗'])).toBe('耕地地力保护补贴')
    expect(findProgramName(['示范旗2025年沙地治理奖励资金发放花名册'], [], ['示范旗'])).toBe(
      '沙地治理奖励',
    )
    expect(findProgramName(['花名册', '明细表.xlsx'], [], [])).toBeNull()
  })
})

test('words of totals, and names that only look like them', () => {
  expect(
    ['合计', '总　计：', '小计', '本页小计', '示范嘎查一合计', '全旗合计', '合计（12户）'].map(
      totalKind,
    ),
  ).toEqual(['grand', 'grand', 'part', 'part', 'part', 'grand', 'grand'])
  expect(['巴特尔', '合', '计', '总巴特尔', ''].map(totalKind)).toEqual([
    null,
    null,
    null,
    null,
    null,
  ])
})

test('headers that must never be kept are known for what they are', () => {
  for (const label of [
    '身份证号',
    '配偶身份证',
    '银行账号',
    '社保卡号',
    '一卡通',
    '联系电话',
    '家庭住址',
    '残疾等级',
    '致贫原因',
    '代领人',
    '监护人姓名',
    '民族',
    '与户主关系',
    '签字',
  ])
    expect([label, ['id', 'drop'].includes(meaningOf(label).field ?? '')]).toEqual([label, true])
})

test('labels tell nothing that looks like a number of a person', () => {
  expect(safeLabel('补贴金额(元)')).toBe('补贴金额(元)')
  expect(safeLabel('2025年12月')).toBe('2025年12月')
  for (const label of [
    '159999195208319075',
    '备注 1599 9919 5208 3190 75',
    '１９９０００１２３４５',
    '卡6217990000043668405',
    '12345678',
  ])
    expect(safeLabel(label).normalize('NFKC').replace(/\D/g, '').length).toBeLessThan(5)
})

test('a sealed file opens under its key alone, and only whole', () => {
  const key = randomBytes(32)
  const iv = randomBytes(12)
  const sealed = sealSource(Buffer.from('嘎查,姓名'), key, iv)
  expect(sealSource(Buffer.from('嘎查,姓名'), key, iv)).toEqual(sealed)
  expect(() => sealSource(Buffer.from('嘎查,姓名'), key, randomBytes(16))).toThrow(RangeError)
  expect(Buffer.from(openSource(sealed, key)).toString()).toBe('嘎查,姓名')
  expect(Buffer.from(sealed).includes('姓名')).toBe(false)
  expect(() => openSource(sealed, randomBytes(32))).toThrow()
  for (const at of [0, 12, sealed.length - 1]) {
    const changed = Uint8Array.from(sealed)
    changed[at]! ^= 1
    expect(() => openSource(changed, key)).toThrow()
  }
  expect(() => openSource(sealed.subarray(0, 20), key)).toThrow()
})
