import { beforeEach, expect, test } from 'vitest'
import { PATIENCE, countUnanswered } from '#app/kiosk/unanswered.ts'

let asked: number
let hung: number
let watch: ReturnType<typeof countUnanswered>
beforeEach(() => {
  asked = hung = 0
  watch = countUnanswered({ ask: () => asked++, hung: () => hung++ })
})
const ticks = (times: number) => Array.from({ length: times }).forEach(() => watch.tick())

test('a page that answers is left alone for ever', () => {
  for (let i = 0; i < 100; i++) {
    watch.tick()
    watch.answered()
  }
  expect([asked, hung]).toEqual([100, 0])
})

test('a page that does not answer half a minute long hangs', () => {
  ticks(PATIENCE)
  expect(hung).toBe(0)
  ticks(1)
  expect(hung).toBe(1)
})

test('an answer at the last moment counts', () => {
  ticks(PATIENCE)
  watch.answered()
  ticks(PATIENCE)
  expect(hung).toBe(0)
})

test('it is told again, as long as nothing helps, but not at every question', () => {
  ticks(3 * PATIENCE + 1)
  expect(hung).toBe(3)
})
