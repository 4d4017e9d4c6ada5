import { describe, expect, test } from 'vitest'
import { placeOf, stepBy } from '#app/kiosk/big-steps.ts'

/** A page of 1000 by 600, on a longer or wider sheet. */
function page(at: { left?: number; top?: number } = {}) {
  const element = {
    scrollLeft: at.left ?? 0,
    scrollTop: at.top ?? 0,
    scrollWidth: 3000,
    scrollHeight: 2000,
    clientWidth: 1000,
    clientHeight: 600,
    scrollTo({ left, top }: { left?: number; top?: number }) {
      element.scrollLeft = left ?? element.scrollLeft
      element.scrollTop = top ?? element.scrollTop
    },
  }
  return element as unknown as HTMLElement
}
const place = ({ scrollLeft, scrollTop }: HTMLElement) => [scrollLeft, scrollTop]

describe('a big step', () => {
  test('leaves a line or two of what was read in sight', () => {
    const sheet = page()
    stepBy(sheet, false, 1)
    expect(place(sheet)).toEqual([0, 480])
  })

  test('goes sideways on a page of vertical lines', () => {
    const sheet = page({ left: 800 })
    stepBy(sheet, true, 1)
    expect(place(sheet)).toEqual([1600, 0])
    stepBy(sheet, true, -1)
    expect(place(sheet)).toEqual([800, 0])
  })

  test('ends where the page ends, and begins where it begins', () => {
    const sheet = page({ top: 1300 })
    stepBy(sheet, false, 1)
    expect(place(sheet)).toEqual([0, 1400])
    expect(placeOf(sheet, false)).toEqual({ at: 1400, most: 1400, screen: 600 })
    stepBy(sheet, true, -1)
    expect(place(sheet)).toEqual([0, 1400])
  })
})
