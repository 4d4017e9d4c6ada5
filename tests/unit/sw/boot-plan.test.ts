import { describe, expect, test } from 'vitest'
import {
  NO_BOOTS,
  TRIES,
  bootOf,
  kept,
  opened,
  painted,
  parseBoots,
  refused,
  type Boots,
} from '../../../src/sw/boot-plan.ts'
import { outdated } from '../../../src/sw/stores.ts'

const stands = (version: string) => painted(NO_BOOTS, version)
const after = (boots: Boots, own: string, openings: number) =>
  Array.from({ length: openings }).reduce<Boots>((so) => opened(so, own), boots)

test('a first installation has nothing to go back to, and is on no trial', () => {
  expect(bootOf(NO_BOOTS, 'a')).toBe('own')
  expect(opened(NO_BOOTS, 'a')).toBe(NO_BOOTS)
  expect(kept(NO_BOOTS, 'a')).toEqual(['a'])
})

test('a version that said that it stands is the one, and saying it again writes nothing', () => {
  expect(bootOf(stands('a'), 'a')).toBe('own')
  expect(painted(stands('a'), 'a')).toEqual(stands('a'))
})

describe('a new version', () => {
  test('is on trial until its page says that it stands', () => {
    expect(bootOf(stands('a'), 'b')).toBe('trial')
    expect(kept(stands('a'), 'b')).toEqual(['b', 'a'])
    const tried = opened(stands('a'), 'b')
    expect(bootOf(painted(tried, 'b'), 'b')).toBe('own')
    expect(painted(tried, 'b')).toEqual(stands('b'))
  })

  test('gives way once its minute is over', () => {
    const gone = refused(opened(stands('a'), 'b'), 'b')
    expect(bootOf(gone, 'b')).toBe('former')
    // And stays away, however often the app is opened.
    expect(bootOf(after(gone, 'b', 5), 'b')).toBe('former')
  })

  test('gives way after openings that said nothing', () => {
    expect(bootOf(after(stands('a'), 'b', TRIES), 'b')).toBe('trial')
    expect(bootOf(after(stands('a'), 'b', TRIES + 1), 'b')).toBe('former')
  })

  test('that is still newer has its own trial, against the version that stood', () => {
    const gone = refused(opened(stands('a'), 'b'), 'b')
    expect(bootOf(gone, 'c')).toBe('trial')
    expect(kept(gone, 'c')).toEqual(['c', 'a'])
    expect(bootOf(opened(gone, 'c'), 'c')).toBe('trial')
    expect(bootOf(painted(opened(gone, 'c'), 'c'), 'c')).toBe('own')
  })

  test('that stood after all, late, is the one', () => {
    const gone = refused(opened(stands('a'), 'b'), 'b')
    expect(bootOf(painted(gone, 'b'), 'b')).toBe('own')
  })

  test('is not judged by the worker that it has replaced', () => {
    const next = opened(refused(opened(stands('a'), 'b'), 'b'), 'c')
    expect(refused(next, 'b')).toBe(next)
  })

  test('that is the old one again, as a county goes back, is on no trial', () => {
    expect(bootOf(refused(opened(stands('a'), 'b'), 'b'), 'a')).toBe('own')
  })
})

test.each([null, 'a', {}, { proven: 1 }, { tried: { version: 'b', openings: 9 } }])(
  'what was not written so is nothing: %j',
  (value) => expect(parseBoots(value)).toEqual(NO_BOOTS),
)

test('what was written is read', () => {
  const boots = opened(stands('a'), 'b')
  expect(parseBoots(JSON.parse(JSON.stringify(boots)))).toEqual(boots)
  expect(parseBoots({ proven: 'a', tried: { version: 'b' } })).toEqual(stands('a'))
})

test('of other stores, only those of other versions go', () => {
  const names = ['sambar-app-a', 'sambar-app-b', 'sambar-app-c', 'sambar-app-boots']
  const others = ['sambar-canary', 'workbox-precache-v2-https://board.example/']
  expect(outdated([...names, ...others], ['c', 'b'])).toEqual(['sambar-app-a', others[1]])
})
