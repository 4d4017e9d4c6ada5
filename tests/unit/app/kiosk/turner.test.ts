import { expect, test } from 'vitest'
import { createTurner } from '#app/kiosk/turner.ts'
import { fakeTimers } from './fake-timers.ts'

test('leaf after leaf, page by page, each for its share of the time, and round again', async () => {
  const timers = fakeTimers()
  const seen: string[] = []
  let leaf = -1
  const stop = createTurner(timers.after, {
    count: () => 2,
    show: (next) => {
      leaf = next
      return Promise.resolve({ pages: next + 1, ms: 10_000 })
    },
    turn: (page) => seen.push(`${leaf}.${page}`),
  })
  await timers.pass(0)
  expect(seen).toEqual(['0.0'])
  await timers.pass(10_000)
  expect(seen).toEqual(['0.0', '1.0'])
  await timers.pass(5_000)
  expect(seen).toEqual(['0.0', '1.0', '1.1'])
  await timers.pass(5_000)
  expect(seen).toEqual(['0.0', '1.0', '1.1', '0.0'])
  stop()
  await timers.pass(60_000)
  expect(seen).toHaveLength(4)
  expect(timers.waiting()).toBe(0)
})

test('where there is nothing yet it waits, and goes on when there is; a loop that became shorter goes on from its start', async () => {
  const timers = fakeTimers()
  const seen: number[] = []
  let count = 0
  const stop = createTurner(timers.after, {
    count: () => count,
    show: (leaf) => {
      seen.push(leaf)
      return Promise.resolve({ pages: 1, ms: 1_000 })
    },
    turn: () => undefined,
  })
  await timers.pass(5_000)
  expect(seen).toEqual([])
  count = 3
  await timers.pass(3_000)
  expect(seen).toEqual([0, 1, 2])
  count = 1
  await timers.pass(1_000)
  expect(seen.at(-1)).toBe(0)
  stop()
})
