import { expect, test } from 'vitest'
import { canonicalJson } from '#protocol/canonical-json.ts'
import { formatManifest, manifestHash, parseManifest } from '#protocol/manifest.ts'
import type { Manifest, ShelfRef } from '#protocol/shapes.ts'
import { coded, hashOfDigit, manifest, objectRefOf } from './samples.ts'

const first = manifest().shelves[0] as ShelfRef

test('a manifest reads back as it was written', () => {
  const text = formatManifest(manifest())
  expect(parseManifest(text)).toEqual(manifest())
  expect(canonicalJson(parseManifest(text))).toBe(text)
})

test('its address is the hash of its text', async () => {
  expect(await manifestHash('{}')).toBe(
    '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
  )
})

test('keys that this app does not know are passed over', () => {
  const text = canonicalJson({ ...manifest(), zeta: { of: 'tomorrow' } })
  expect(parseManifest(text)).toEqual(manifest())
})

test('a manifest of a later form asks for a newer app', () => {
  const text = canonicalJson({ ...manifest(), v: 2 })
  expect(() => parseManifest(text)).toThrow(coded('UPDATE_THE_APP', { what: 'manifest' }))
})

const changed = (over: object): string => canonicalJson({ ...manifest(), ...over })
const shelves = (...refs: Partial<ShelfRef>[]) =>
  changed({ shelves: refs.map((ref) => ({ ...first, ...ref })) })

test.each([
  ['white space', JSON.stringify(manifest(), null, 2)],
  ['keys in the order of writing', JSON.stringify(manifest())],
  ['no object', '[]'],
  ['no version', changed({ v: undefined })],
  ['version zero', changed({ v: 0 })],
  ['no region', changed({ region: '1' })],
  ['a seq below zero', changed({ seq: -1 })],
  ['a seq as text', changed({ seq: '3' })],
  ['no instant', changed({ at: '2026-03-09' })],
  ['no name', changed({ name: {} })],
  ['a name that is no text', changed({ name: { zh: 1 } })],
  ['another setting for names', changed({ names: 'everybody' })],
  ['no word on the demo', changed({ demo: null })],
  ['shelves that are no list', changed({ shelves: {} })],
  ['a shelf twice', shelves({}, {})],
  ['a shelf whose key is not its kind and year', shelves({ year: 2024 })],
  ['a shelf that is a list', shelves({ object: objectRefOf({ role: 'list' }) })],
  ['a sealed shelf', shelves({ object: objectRefOf({ role: 'shelf', open: [] }) })],
  ['a shelf of 9 MiB', shelves({ object: objectRefOf({ role: 'shelf', size: 9 << 20 }) })],
  ['served bytes of 9 MiB', shelves({ object: objectRefOf({ role: 'shelf', length: 9 << 20 }) })],
  ['a length that is no number', shelves({ pack: { address: hashOfDigit('a'), length: -1 } })],
  ['more than 64 KiB', changed({ name: { zh: '公'.repeat(64 * 1024) } })],
])('%s is refused', (_, text) => {
  expect(() => parseManifest(text)).toThrow(coded('MALFORMED'))
})

test('an error names the place, not what stands there', () => {
  expect(() => parseManifest(changed({ name: { zh: 159999 } }))).toThrow(
    'MALFORMED {"what":"manifest","why":"manifest.name.zh"}',
  )
})

test('a manifest of more than 64 KiB is never written', () => {
  const large: Manifest = manifest({ name: { zh: '公'.repeat(30_000) } })
  expect(() => formatManifest(large)).toThrow(RangeError)
})
