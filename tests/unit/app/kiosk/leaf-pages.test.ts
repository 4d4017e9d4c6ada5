import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { breakLeaf, type Stretch } from '#app/kiosk/leaf-pages.ts'

const lines = (count: number, high = 30, step = 40): Stretch[] =>
  Array.from({ length: count }, (_, n) => ({ from: n * step + 5, to: n * step + 5 + high }))

describe('pages of a leaf', () => {
  test('one, where all of it fits; one, where nothing stands', () => {
    expect(breakLeaf(lines(10), 400, 400)).toEqual([{ from: 0, to: 400 }])
    expect(breakLeaf([], 900, 400)).toEqual([{ from: 0, to: 900 }])
  })

  test('end between lines, and are about as long', () => {
    const pages = breakLeaf(lines(12), 480, 400)
    expect(pages.map(({ from, to }) => [from, to])).toEqual([
      [0, 235],
      [245, 480],
    ])
  })

  test('lines side by side, and a row that holds several, are one', () => {
    const row = { from: 5, to: 395 }
    const [first, second] = breakLeaf([...lines(12), row], 480, 400)
    expect([first!.to, second!.from]).toEqual([395, 405])
  })

  test('what is longer than a page goes on over the next', () => {
    const pages = breakLeaf([{ from: 0, to: 900 }], 900, 400)
    expect(pages.map(({ to }) => Math.round(to))).toEqual([300, 600, 900])
  })

  test('show everything, in order, and cut nothing that fits', () => {
    const rows = fc.array(
      fc.record({ gap: fc.integer({ min: 0, max: 40 }), high: fc.integer({ min: 1, max: 200 }) }),
      { minLength: 1, maxLength: 60 },
    )
    fc.assert(
      fc.property(rows, fc.integer({ min: 200, max: 900 }), (given, room) => {
        let at = 0
        const whole = given.map(({ gap, high }) => {
          const from = at + gap
          at = from + high
          return { from, to: at }
        })
        const pages = breakLeaf(whole, at + 10, room)
        pages.forEach((page, i) => {
          expect(page.to - page.from).toBeLessThanOrEqual(room + 0.01)
          if (i > 0) expect(page.from).toBeGreaterThanOrEqual(pages[i - 1]!.to - 0.01)
        })
        for (const { from, to } of whole)
          expect(pages.some((page) => page.from <= from && to <= page.to)).toBe(true)
      }),
    )
  })
})
