import { expect, test } from 'vitest'
import { planOf } from '../../../src/sw/cache-plan.ts'

const ORIGIN = 'https://board.example'
const FILES = new Set([
  '/index.html',
  '/assets/main-abc.js',
  '/fonts/hudum.woff2',
  '/fonts/OFL.txt',
])
const plan = (path: string, navigation = false, method = 'GET') =>
  planOf({ url: new URL(path, ORIGIN).href, navigation, method }, ORIGIN, FILES)

test.each(['/', '/board/152529900201', '/b', '/settings?x=1', '/nowhere', '/index.html'])(
  'opening %s shows the app, network or not',
  (path) => expect(plan(path, true)).toBe('shell'),
)

test.each(['/assets/main-abc.js', '/fonts/hudum.woff2', '/fonts/hudum.woff2?v=2'])(
  '%s comes from this version',
  (path) => expect(plan(path)).toBe('precached'),
)

test('a file opened as a page is the file', () => {
  expect(plan('/fonts/OFL.txt', true)).toBe('precached')
})

test.each(['/api/v1/boards/152529900201', '/api/v1/objects/ab', '/api', '/api/openapi.json'])(
  'nothing of the county is held: %s goes to the network',
  (path) => {
    expect(plan(path)).toBe('network')
    expect(plan(path, true)).toBe('network')
  },
)

test('pages that the server makes are asked of the server', () => {
  expect(plan('/plain/152529900201', true)).toBe('network')
  expect(plan('/plainly', true)).toBe('shell')
})

test('another origin, another method or an unknown file goes to the network', () => {
  expect(plan('https://elsewhere.example/assets/main-abc.js')).toBe('network')
  expect(plan('https://elsewhere.example/', true)).toBe('network')
  expect(plan('/assets/main-abc.js', false, 'POST')).toBe('network')
  expect(plan('/', true, 'POST')).toBe('network')
  expect(plan('/fonts/older.woff2')).toBe('network')
})

test('a part is looked for in the stores: it may be one of the version before', () => {
  expect(plan('/assets/older.js')).toBe('precached')
})

test('the page in between, and the word of a watchdog, are the worker’s own', () => {
  expect(plan('/rescue', true)).toBe('rescue')
  expect(plan('/rescue/hung')).toBe('hung')
  expect(plan('/rescue')).toBe('network')
  expect(plan('/rescue/hung', true)).toBe('shell')
})
