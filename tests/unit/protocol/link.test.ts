import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RegionCode } from '#domain/region/region.ts'
import { formatCode, parseCode } from '#protocol/code.ts'
import { formatLink, parseLink, rootFingerprint } from '#protocol/link.ts'
import { bytes, coded, REGION } from './samples.ts'

const LINK = { region: REGION, epoch: 3, key: bytes(16), root: bytes(16, 100) }
const TEXT =
  'https://sambar.example.cn/b#152529900201.3.AAECAwQFBgcICQoLDA0ODw.ZGVmZ2hpamtsbW5vcHFycw'

test('a board’s link is short and says everything', () => {
  expect(formatLink('https://sambar.example.cn/', LINK)).toBe(TEXT)
  expect(parseLink(TEXT)).toEqual(LINK)
})

test('a link is read with spaces around it, as a fragment, and from an app that escaped its dots', () => {
  for (const text of [
    ` ${TEXT}\n`,
    TEXT.slice(TEXT.indexOf('#')),
    TEXT.slice(TEXT.indexOf('#') + 1),
    TEXT.replace(/(\d)\./g, '$1%2E'),
  ])
    expect(parseLink(text)).toEqual(LINK)
})

test('any link reads back', () => {
  const link = fc.record({
    region: fc.constantFrom('152529000000', '152529900201').map((code) => code as RegionCode),
    epoch: fc.nat({ max: 999_999_999 }),
    key: fc.uint8Array({ minLength: 16, maxLength: 16 }),
    root: fc.uint8Array({ minLength: 16, maxLength: 16 }),
  })
  fc.assert(
    fc.property(link, (given) => {
      expect(parseLink(formatLink('http://[::1]:8080', given))).toEqual(given)
    }),
  )
})

test.each([
  '',
  'https://sambar.example.cn/',
  'https://sambar.example.cn/b#',
  TEXT.slice(0, -1),
  `${TEXT}A`,
  `${TEXT}.x`,
  TEXT.replace('.3.', '.03.'),
  TEXT.replace('.3.', '.-3.'),
  TEXT.replace('.3.', '..'),
  TEXT.replace('152529900201', '15252990020'),
  TEXT.replace('AAEC', 'AA+C'),
  // Bits left over in the last character: another text for the same key.
  TEXT.replace('DA0ODw', 'DA0ODx'),
])('%s is no board’s link', (text) => {
  expect(() => parseLink(text)).toThrow(coded('MALFORMED', { what: 'link' }))
})

test('the key is in no error', () => {
  expect(() => parseLink(`${TEXT}A`)).toThrow(/^MALFORMED \{"what":"link"\}$/)
})

test('a link without a root, or with another key, is never written', () => {
  expect(() => formatLink('https://x', { ...LINK, root: null })).toThrow(TypeError)
  expect(() => formatLink('https://x', { ...LINK, key: bytes(15) })).toThrow(TypeError)
})

test('a root’s fingerprint is the beginning of its hash', async () => {
  expect(Buffer.from(await rootFingerprint(new Uint8Array(0))).toString('hex')).toBe(
    'e3b0c44298fc1c149afbf4c8996fb924',
  )
})

test('a code is seven groups of four, and reads back for its board', async () => {
  const code = await formatCode(REGION, 2, bytes(16))
  expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4} ){6}[0-9A-HJKMNP-TV-Z]{4}$/)
  const read = { region: REGION, epoch: 2, key: bytes(16), root: null }
  expect(await parseCode(REGION, [3, 2, 1], code)).toEqual(read)
  const typed = code.toLowerCase().replace(/ /g, '-').replace(/0/g, 'o').replace(/1/g, 'l')
  expect(await parseCode(REGION, [2], typed)).toEqual(read)
})

test('a code for another board or epoch is refused', async () => {
  const code = await formatCode(REGION, 2, bytes(16, 3))
  const other = '152529900202' as RegionCode
  expect(await parseCode(other, [1, 2, 3], code)).toEqual({ refused: 'codeWrong' })
  expect(await parseCode(REGION, [], code)).toEqual({ refused: 'codeWrong' })
  expect(await parseCode(REGION, [1], code)).toEqual({ refused: 'codeWrong' })
})

test('a code with any character mistyped is refused', async () => {
  const code = (await formatCode(REGION, 1, bytes(16, 5))).replace(/ /g, '')
  for (let at = 0; at < code.length; at++) {
    const letter = code[at] === 'Z' ? 'Y' : 'Z'
    const typed = code.slice(0, at) + letter + code.slice(at + 1)
    expect(await parseCode(REGION, [1], typed)).toEqual({ refused: 'codeWrong' })
  }
})

test.each(['', '1234', 'A'.repeat(27), 'A'.repeat(29)])('%s is no code', async (typed) => {
  expect(await parseCode(REGION, [1], typed)).toEqual({ refused: 'codeLength' })
})

test('letters that no code has are refused', async () => {
  expect(await parseCode(REGION, [1], 'U'.repeat(28))).toEqual({ refused: 'codeWrong' })
  expect(await parseCode(REGION, [1], '巴'.repeat(28))).toEqual({ refused: 'codeWrong' })
})
