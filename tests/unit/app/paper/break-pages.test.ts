import fc from 'fast-check'
import { expect, test } from 'vitest'
import { breakPages } from '#app/paper/break-pages.ts'

const rows = (count: number) => new Array<number>(count).fill(10)

test('rows fill the room of each page, the end stands under the last ones', () => {
  expect(breakPages(rows(12), { first: 55, other: 80, tail: 10 })).toEqual([
    { from: 0, to: 5 },
    { from: 5, to: 12 },
  ])
  expect(breakPages(rows(3), { first: 55, other: 80, tail: 20 })).toEqual([{ from: 0, to: 3 }])
  expect(breakPages([], { first: 55, other: 80, tail: 20 })).toEqual([{ from: 0, to: 0 }])
})

test('an end that needs a page of its own takes two rows along', () => {
  expect(breakPages(rows(5), { first: 55, other: 80, tail: 20 })).toEqual([
    { from: 0, to: 3 },
    { from: 3, to: 5 },
  ])
})

test('a head that fills the first page leaves its rows to the next; a row larger than a page stands alone', () => {
  expect(breakPages(rows(2), { first: 5, other: 80, tail: 10 })).toEqual([
    { from: 0, to: 0 },
    { from: 0, to: 2 },
  ])
  expect(breakPages([10, 200, 10], { first: 80, other: 80, tail: 10 })).toEqual([
    { from: 0, to: 1 },
    { from: 1, to: 2 },
    { from: 2, to: 3 },
  ])
})

test('whatever the sizes are, each row stands on one page, in order, and no page holds more than it can', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 80 })
  const room = fc.record({
    first: fc.integer({ min: 0, max: 200 }),
    other: fc.integer({ min: 60, max: 300 }),
    tail: fc.integer({ min: 0, max: 60 }),
  })
  fc.assert(
    fc.property(sizes, room, (all, given) => {
      const pages = breakPages(all, given)
      expect(pages[0]!.from).toBe(0)
      expect(pages[pages.length - 1]!.to).toBe(all.length)
      pages.forEach(({ from, to }, i) => {
        if (i > 0) expect(from).toBe(pages[i - 1]!.to)
        const used = all.slice(from, to).reduce((sum, size) => sum + size, 0)
        const most = i === 0 ? given.first : given.other
        if (to - from > 1 || i === 0) expect(used).toBeLessThanOrEqual(Math.max(most, all[0] ?? 0))
      })
    }),
  )
})
