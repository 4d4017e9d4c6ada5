import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson } from '#protocol/canonical-json.ts'
import { headerValue, parseHeader } from '#protocol/header.ts'
import { parseManifest } from '#protocol/manifest.ts'
import { parseShelf } from '#protocol/shelf.ts'
import { AT, header, manifest, objectRefOf, shelf } from './samples.ts'

/** Values as canonical JSON may hold them: whole numbers, no -0. */
const news = fc.jsonValue({ maxDepth: 2 }).map(whole)

function whole(value: unknown): unknown {
  if (typeof value === 'number') return Math.trunc(value % 1000) + 0
  if (Array.isArray(value)) return value.map(whole)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '__proto__')
      .map(([key, inner]) => [key, whole(inner)]),
  )
}

/** The value with a key that nobody knows in every record of it. */
function grown(value: unknown, key: string, given: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => grown(item, key, given))
  if (typeof value !== 'object' || value === null) return value
  const own = Object.entries(value).map(([name, inner]) => [name, grown(inner, key, given)])
  return { ...Object.fromEntries(own), [key]: given }
}

// A phone of today meets the bytes of tomorrow: an alarm there would call every county a forger.
describe('keys that nobody knows', () => {
  const [board, hung, told] = [manifest(), shelf(), headerValue(header())]
  const keys = fc.stringMatching(/^zz[A-Za-z]{1,9}$/)

  test('are passed over wherever they stand', () => {
    fc.assert(
      fc.property(keys, news, (key, given) => {
        const text = canonicalJson(grown(board, key, given))
        expect(parseManifest(text)).toEqual(parseManifest(canonicalJson(board)))
        expect(parseShelf(grown(hung, key, given))).toEqual(parseShelf(hung))
        expect(parseHeader(grown(told, key, given))).toEqual(parseHeader(told))
      }),
    )
  })

  test('among them the extras, the answers and the affair of an own notice', () => {
    const answers = [{ year: 2026, ref: objectRefOf({ role: 'answers' }) }]
    expect(parseManifest(canonicalJson({ ...board, answers }))).toEqual(board)
    const extras = [{ kind: 'posted', ref: objectRefOf({ role: 'extra' }), at: AT }]
    const notices = hung.notices.map((notice) => ({ ...notice, extras }))
    expect(parseShelf({ ...hung, notices })).toEqual(hung)
    const affair = { elements: [], tables: [], pictures: [] }
    expect(parseHeader({ ...told, affair })).toEqual(parseHeader(told))
  })

  test('a new role in a known place is not passed over: that is why they stand in new ones', () => {
    const notices = hung.notices.map((notice) => ({
      ...notice,
      objects: [objectRefOf({ role: 'extra' })],
    }))
    expect(() => parseShelf({ ...hung, notices })).toThrow()
  })
})
