import { expect, test } from 'vitest'
import { BLOCK, createRowPages, FIRST_ROWS } from '#app/row-pages.ts'

/** A list of `count` numbers that answers when it is told to. */
function list(count: number) {
  const asked: { from: number; answer(): void; fail(): void }[] = []
  const load = (from: number, to: number) =>
    new Promise<number[]>((resolve, reject) =>
      asked.push({
        from,
        answer: () =>
          resolve(
            Array.from({ length: Math.max(0, Math.min(count, to) - from) }, (_, i) => from + i),
          ),
        fail: () => reject(new Error('gone')),
      }),
    )
  return { asked, load, count: () => count }
}
/** A whole block of them. */
const rows = (from: number) => Array.from({ length: BLOCK }, (_, i) => from + i)
const soon = () => new Promise((resolve) => setTimeout(resolve))

test('rows that are known need no question', () => {
  const { asked, load, count } = list(1000)
  const pages = createRowPages(count, load)
  pages.begin(Array.from({ length: FIRST_ROWS }, (_, i) => i))
  pages.need(0, FIRST_ROWS)
  expect(asked.filter(({ from }) => from < FIRST_ROWS)).toEqual([])
  expect(pages.block(0)).toEqual(rows(0))
  expect(pages.block(FIRST_ROWS / BLOCK)).toBeUndefined()
})

test('what comes next is here before somebody looks, and nothing beyond the end', () => {
  const { asked, load, count } = list(FIRST_ROWS * 2)
  const pages = createRowPages(count, load)
  pages.begin(Array.from({ length: FIRST_ROWS }, (_, i) => i))
  pages.need(0, 20)
  expect(asked.map(({ from }) => from)).toEqual([FIRST_ROWS])
  pages.need(FIRST_ROWS, FIRST_ROWS + 20)
  expect(asked).toHaveLength(1)
})

test('the same rows are the same array, so that nothing is drawn twice', async () => {
  const { asked, load, count } = list(1000)
  const pages = createRowPages(count, load)
  pages.need(0, 10)
  asked[0]!.answer()
  await soon()
  expect(pages.block(1)).toBe(pages.block(1))
  expect(pages.block(1)).toEqual(rows(BLOCK))
})

test('the last rows of a list are fewer than a block', async () => {
  const { asked, load, count } = list(FIRST_ROWS + 1)
  const pages = createRowPages(count, load)
  pages.need(FIRST_ROWS, FIRST_ROWS + 1)
  asked[0]!.answer()
  await soon()
  expect(pages.block(FIRST_ROWS / BLOCK)).toEqual([FIRST_ROWS])
})

test('a fling asks for where it is, not for all it has passed', async () => {
  const { asked, load, count } = list(20_000)
  const pages = createRowPages(count, load)
  for (let at = 0; at < 15_000; at += 500) pages.need(at, at + 20)
  expect(asked.length).toBeLessThanOrEqual(2)
  asked.forEach(({ answer }) => answer())
  await soon()
  const later = asked.slice(2).map(({ from }) => from)
  expect(later.every((from) => from >= 14_400)).toBe(true)
})

test('an answer to what was asked before is dropped', async () => {
  const { asked, load, count } = list(1000)
  const pages = createRowPages(count, load)
  pages.need(0, 10)
  pages.begin([])
  asked[0]!.answer()
  await soon()
  expect(pages.block(0)).toBeUndefined()
})

test('rows that could not be read are asked for again at the next look, and not before', async () => {
  const { asked, load, count } = list(FIRST_ROWS)
  const pages = createRowPages(count, load)
  pages.need(0, 10)
  asked[0]!.fail()
  await soon()
  expect(asked).toHaveLength(1)
  pages.need(0, 10)
  asked[1]!.answer()
  await soon()
  expect(pages.block(0)).toEqual(rows(0))
})

test('of a whole list that has gone by only the nearest pages stay', async () => {
  const { asked, load, count } = list(20_000)
  const pages = createRowPages(count, load)
  for (let at = 0; at < 10_000; at += FIRST_ROWS) {
    pages.need(at, at + 1)
    asked.forEach(({ answer }) => answer())
    await soon()
  }
  expect(pages.block(0)).toBeUndefined()
  expect(pages.block(9984 / BLOCK)?.[0]).toBe(9984)
})
