import { expect, test } from 'vitest'
import type { LineView } from '#device/api.ts'
import { lineRow, sumOf, textRows } from '#app/paper/sheet-rows.ts'

const line = (number: number, amountFen: number, status = 'paid') =>
  lineRow({
    number,
    payee: '00000001',
    name: '巴特尔',
    nameMn: null,
    group: '一组',
    parts: [],
    amountFen,
    status,
    note: null,
  } as unknown as LineView)

test('a page’s sum counts what was sent: returned money was, planned money was not', () => {
  const rows = [line(0, 100), line(1, 250, 'returned'), line(2, 999, 'planned'), line(3, 7)]
  expect(sumOf([...textRows('说明'), ...rows])).toEqual({ lines: 4, fen: 357 })
  expect(sumOf([])).toEqual({ lines: 0, fen: 0 })
})

test('nothing of a person but what the list on the screen shows is on paper', () => {
  expect(Object.keys(line(0, 100)).sort()).toEqual([
    'about',
    'amount',
    'kind',
    'name',
    'nameMn',
    'number',
    'sent',
    'status',
  ])
})

test('a text keeps its paragraphs; long ones are broken after a sentence, and not a letter is lost', () => {
  expect(textRows('一。\n\n二')).toEqual([
    { kind: 'text', text: '一。' },
    { kind: 'text', text: '二' },
  ])
  const long = '这是一句话，说的是补贴。'.repeat(60)
  const pieces = textRows(long).map((row) => (row.kind === 'text' ? row.text : ''))
  expect(pieces.length).toBeGreaterThan(2)
  expect(pieces.join('')).toBe(long)
  for (const piece of pieces) expect(piece.endsWith('。') && piece.length <= 200).toBe(true)
})
