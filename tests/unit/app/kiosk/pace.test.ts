import { describe, expect, test, vi } from 'vitest'
import { PACES, pageMs, slower, watchFingers } from '#app/kiosk/pace.ts'

test('a page stays as long as calm reading takes, within reason', () => {
  expect(pageMs(10, 1)).toBe(8_000)
  expect(pageMs(100, 1)).toBe(25_000)
  expect(pageMs(5_000, 1)).toBe(60_000)
})

test('slower is slower, and after the slowest it is as usual again', () => {
  expect(PACES.map((pace) => pageMs(100, pace))).toEqual([25_000, 50_000, 100_000])
  expect(PACES.map(slower)).toEqual([2, 4, 1])
})

describe('a finger on the glass', () => {
  function glass() {
    const target = new EventTarget()
    const changed = vi.fn()
    const stop = watchFingers(target, changed)
    const send = (type: string, facts: object) =>
      target.dispatchEvent(Object.assign(new Event(type), facts))
    const pointer = (type: string, pointerId: number, pointerType = 'touch') =>
      send(type, { pointerId, pointerType })
    return {
      changed,
      stop,
      pointer,
      touch: (touches: number) => send('touchend', { touches: { length: touches } }),
    }
  }
  const told = (changed: ReturnType<typeof vi.fn>) =>
    changed.mock.calls.map(([on]) => on as boolean)

  test('is told when it comes and when it goes', () => {
    const { changed, pointer } = glass()
    pointer('pointerdown', 1)
    pointer('pointerup', 1)
    expect(told(changed)).toEqual([true, false])
  })

  test('of several the last one counts', () => {
    const { changed, pointer } = glass()
    pointer('pointerdown', 1)
    pointer('pointerdown', 2)
    pointer('pointerup', 1)
    expect(told(changed)).toEqual([true])
    pointer('pointerup', 2)
    expect(told(changed)).toEqual([true, false])
  })

  test('that scrolls the page is still there, until it leaves', () => {
    const { changed, pointer, touch } = glass()
    pointer('pointerdown', 1)
    pointer('pointercancel', 1)
    expect(told(changed)).toEqual([true])
    touch(0)
    expect(told(changed)).toEqual([true, false])
  })

  test('a mouse that is cancelled is gone', () => {
    const { changed, pointer } = glass()
    pointer('pointerdown', 1, 'mouse')
    pointer('pointercancel', 1, 'mouse')
    expect(told(changed)).toEqual([true, false])
  })

  test('is nobody’s after stopping', () => {
    const { changed, stop, pointer } = glass()
    stop()
    pointer('pointerdown', 1)
    expect(changed).not.toHaveBeenCalled()
  })
})
