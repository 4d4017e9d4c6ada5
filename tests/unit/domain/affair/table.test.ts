import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { holdsNames, tableFrom } from '#domain/affair/table.ts'

describe('a pasted table', () => {
  test('loses what says nothing and keeps its shape', () => {
    const cells = [
      ['', '', ''],
      ['', '项目', ' 金额\n(元)'],
      ['', '打井', '5 000'],
      [],
      ['', '修路'],
    ]
    expect(tableFrom(cells)).toEqual({
      columns: ['项目', '金额 (元)'],
      rows: [
        ['打井', '5 000'],
        ['修路', ''],
      ],
    })
  })

  test('with a heading alone is none', () => {
    expect(tableFrom([['项目', '金额']])).toBeNull()
    expect(tableFrom([])).toBeNull()
  })

  test('has as many cells in each row as it has columns, and stays what it is', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.constantFrom('', ' ', 'a', '一 二'))), (cells) => {
        const table = tableFrom(cells)
        if (table === null) return
        for (const row of table.rows) expect(row).toHaveLength(table.columns.length)
        expect(tableFrom([table.columns, ...table.rows])).toEqual(table)
      }),
    )
  })
})

describe('a table of names', () => {
  const aliases = ['领取人', '农户']
  test.each([
    [['户主姓名', '金额'], true],
    [['领 取 人（签字）'], true],
    [['农户/单位'], true],
    [['ᠨᠡᠷ\u180Eᠡ'], true],
    [['低保名单'], true],
    [['项目', '农户数', '金额'], false],
  ])('%j: %s', (columns, sealed) =>
    expect(holdsNames({ names: false, columns }, aliases)).toBe(sealed),
  )

  test('is one where its writer says so', () =>
    expect(holdsNames({ names: true, columns: ['甲'] }, [])).toBe(true))
})
