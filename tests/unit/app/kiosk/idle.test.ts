import { beforeEach, expect, test } from 'vitest'
import { ASK_MS, createIdle, type Idle } from '#app/kiosk/idle.ts'
import { fakeTimers } from './fake-timers.ts'

const MINUTE = 60_000
let timers: ReturnType<typeof fakeTimers>
let said: string[]
let speaks: boolean
let idle: Idle
const begin = (ms = () => MINUTE) =>
  createIdle(timers.after, ms, {
    ask: () => said.push('ask'),
    stay: () => said.push('stay'),
    end: () => said.push('end'),
    busy: () => speaks,
  })
beforeEach(() => {
  timers = fakeTimers()
  said = []
  speaks = false
  idle = begin()
})

test('a minute without a touch asks, and without an answer ends', async () => {
  await timers.pass(MINUTE - 1)
  expect(said).toEqual([])
  await timers.pass(1)
  expect(said).toEqual(['ask'])
  await timers.pass(ASK_MS - 1)
  expect(said).toEqual(['ask'])
  await timers.pass(1)
  expect(said).toEqual(['ask', 'end'])
})

test('who touches is never sent away, however long they read', async () => {
  for (let i = 0; i < 200; i++) {
    await timers.pass(MINUTE - 1)
    idle.touch()
  }
  expect(said).toEqual([])
})

test('any touch while it asks is an answer, and the minute begins anew', async () => {
  await timers.pass(MINUTE + ASK_MS - 1)
  idle.touch()
  expect(said).toEqual(['ask', 'stay'])
  await timers.pass(MINUTE - 1)
  expect(said).toEqual(['ask', 'stay'])
  await timers.pass(1 + ASK_MS)
  expect(said).toEqual(['ask', 'stay', 'ask', 'end'])
})

test('a finger that rests on the glass keeps the page; a drop of water does not for ever', async () => {
  idle.hold(true)
  await timers.pass(4 * MINUTE)
  expect(said).toEqual([])
  await timers.pass(3 * MINUTE + ASK_MS)
  expect(said).toEqual(['ask', 'end'])
})

test('a finger that has left begins the minute', async () => {
  idle.hold(true)
  await timers.pass(4 * MINUTE)
  idle.hold(false)
  await timers.pass(MINUTE)
  expect(said).toEqual(['ask'])
})

test('while a voice reads, nobody is asked', async () => {
  speaks = true
  await timers.pass(10 * MINUTE)
  expect(said).toEqual([])
  speaks = false
  await timers.pass(MINUTE)
  expect(said).toEqual(['ask'])
})

test('who wants it slower has longer, from the next touch on', async () => {
  idle.stop()
  let pace = 1
  idle = begin(() => MINUTE * pace)
  pace = 4
  idle.touch()
  await timers.pass(4 * MINUTE - 1)
  expect(said).toEqual([])
  await timers.pass(1)
  expect(said).toEqual(['ask'])
})

test('once stopped, nothing more comes', async () => {
  idle.stop()
  await timers.pass(10 * MINUTE)
  expect([said, timers.waiting()]).toEqual([[], 0])
})
