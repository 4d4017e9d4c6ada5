import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { canonicalJson } from '#protocol/canonical-json.ts'
import { parseReference } from '#protocol/parse-reference.ts'
import { coded } from './samples.ts'

const data = (name: string): unknown =>
  JSON.parse(
    readFileSync(new URL(`../../../src/server/county-data/${name}`, import.meta.url), 'utf8'),
  )

const DOCUMENTS = [
  { name: 'regions', value: data('regions-demo.json') },
  { name: 'programs', value: data('programs.json') },
  { name: 'catalog', value: data('catalog.json') },
  { name: 'calendar', value: data('cn-holidays.json') },
  { name: 'settings', value: data('settings.json') },
  { name: 'columnAliases', value: (data('../import/aliases.json') as { exact: object }).exact },
  { name: 'keyList', value: 'sambar/keys/v1\n' },
]

test.each(DOCUMENTS)('$name is read, and reads the same once published', ({ name, value }) => {
  const read = parseReference({ v: 1, name, value })
  expect(read).toMatchObject({ v: 1, name })
  expect(parseReference(JSON.parse(canonicalJson(read)))).toEqual(read)
})

test('a document of tomorrow is no alarm, a form of tomorrow asks for a newer app', () => {
  expect(parseReference({ v: 1, name: 'weather', value: 1 })).toBeNull()
  expect(parseReference({ v: 1, name: 'toString', value: 1 })).toBeNull()
  expect(() => parseReference({ v: 2, name: 'regions' })).toThrow(coded('UPDATE_THE_APP'))
})

test.each([
  null,
  [],
  { v: 1 },
  { v: 1, name: 'regions' },
  { v: 1, name: 'regions', value: { regions: [{ code: 'x' }] } },
  { v: 1, name: 'programs', value: {} },
  { v: 1, name: 'catalog', value: [{}] },
  { v: 1, name: 'calendar', value: null },
  { v: 1, name: 'settings', value: { names: 'everybody' } },
  { v: 1, name: 'columnAliases', value: { name: 'x' } },
  { v: 1, name: 'columnAliases', value: JSON.parse('{"__proto__":[]}') as unknown },
  { v: 1, name: 'keyList', value: null },
])('%j is refused', (value) => {
  expect(() => parseReference(value)).toThrow(coded('MALFORMED', { what: 'document' }))
})
