import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatCheckpoint, parseCheckpoint } from '#transparency/checkpoint.ts'
import { coded } from './keys.ts'

const ROOT = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I='
const EXAMPLE = `example.com/behind-the-sofa\n20852163\n${ROOT}\n`

test('the specification’s example reads, and writes the same', () => {
  const checkpoint = parseCheckpoint(EXAMPLE)
  expect(checkpoint).toMatchObject({
    origin: 'example.com/behind-the-sofa',
    size: 20852163,
    extensions: [],
  })
  expect(formatCheckpoint(checkpoint)).toBe(EXAMPLE)
})

test('further lines are kept', () => {
  const text = `${EXAMPLE}Timestamp: 1679315147\nx\n`
  expect(parseCheckpoint(text).extensions).toEqual(['Timestamp: 1679315147', 'x'])
  expect(formatCheckpoint(parseCheckpoint(text))).toBe(text)
})

test('what is written reads back', () => {
  const line = fc.string({ minLength: 1 }).filter((text) => !text.includes('\n'))
  const checkpoint = fc.record({
    origin: line,
    size: fc.maxSafeNat(),
    root: fc.uint8Array({ minLength: 32, maxLength: 32 }),
    extensions: fc.array(line, { maxLength: 3 }),
  })
  fc.assert(
    fc.property(checkpoint, (given) => {
      expect(parseCheckpoint(formatCheckpoint(given))).toEqual(given)
    }),
  )
})

const size = (text: string) => EXAMPLE.replace('20852163', text)

test.each([
  ['nothing', ''],
  ['a line feed', '\n'],
  ['no root', 'example.com\n1\n'],
  ['no last line feed', EXAMPLE.slice(0, -1)],
  ['an empty origin', EXAMPLE.replace('example.com/behind-the-sofa', '')],
  ['an empty line at the end', `${EXAMPLE}\n`],
  ['an empty line within', `${EXAMPLE}\nx\n`],
  ['a size with a zero before it', size('020852163')],
  ['a size with a sign', size('+1')],
  ['a size below zero', size('-1')],
  ['a size that is no number', size('1e3')],
  ['a size in hex', size('0x10')],
  ['a size beyond safe integers', size('9007199254740992')],
  ['a size in full-width digits', size('１２')],
  ['a root that is no base64', EXAMPLE.replace('CsUY', 'C_UY')],
  ['a root without padding', EXAMPLE.replace('q2I=', 'q2I')],
  ['stray bits in a root', EXAMPLE.replace('q2I=', 'q2J=')],
  ['a root too short', EXAMPLE.replace(ROOT, 'AAAA')],
  ['carriage returns', EXAMPLE.replaceAll('\n', '\r\n')],
])('%s is refused', (_, text) => {
  expect(() => parseCheckpoint(text)).toThrow(coded('MALFORMED', { what: 'checkpoint' }))
})

test('a checkpoint with a broken line is never written', () => {
  const root = new Uint8Array(32)
  for (const origin of ['', 'a\nb'])
    expect(() => formatCheckpoint({ origin, size: 0, root })).toThrow(TypeError)
})
