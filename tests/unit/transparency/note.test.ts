import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatNote, parseNote } from '#transparency/note.ts'
import { isKeyName } from '#transparency/vkey.ts'
import { coded } from './keys.ts'

/** The example of C2SP signed-note. */
const EXAMPLE = `Ognuno sta solo sul cuor della terra
trafitto da un raggio di sole:

ed è subito sera.

— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=
`

test('the specification’s example falls into text and signature at its last empty line', () => {
  const { text, signatures } = parseNote(EXAMPLE)
  expect(text.endsWith('sole:\n\ned è subito sera.\n')).toBe(true)
  expect(signatures).toHaveLength(1)
  expect(signatures[0]).toMatchObject({ name: 'quasimodo.example/salvatore', keyId: 0x367ba04b })
  expect(signatures[0]?.signature).toHaveLength(64)
  expect(formatNote(parseNote(EXAMPLE))).toBe(EXAMPLE)
})

const name = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 20 })
  .filter((text) => isKeyName(text) && !/[\ud800-\udfff]/u.test(text))
const signature = fc.record({
  name,
  keyId: fc.nat({ max: 0xffffffff }),
  signature: fc.uint8Array({ minLength: 1, maxLength: 80 }),
})
const text = fc
  .string({ unit: 'binary' })
  .map((given) => `${given.replace(/[\u0000-\u0009\u000b-\u001f]/g, '')}\n`)

test('what is written reads back', () => {
  fc.assert(
    fc.property(text, fc.array(signature, { minLength: 1, maxLength: 16 }), (body, signatures) => {
      const note = { text: body, signatures }
      expect(parseNote(formatNote(note))).toEqual(note)
    }),
  )
})

const LINE = EXAMPLE.slice(EXAMPLE.indexOf('—'))
const line = (from: string, to: string) => `text\n\n${LINE.replace(from, to)}`

test.each([
  ['nothing', ''],
  ['a text without an empty line', 'text\n'],
  ['no signature', 'text\n\n'],
  ['no line feed at the end', `text\n\n${LINE.slice(0, -1)}`],
  ['an empty line after the signatures', `text\n\n${LINE}\n`],
  ['carriage returns', `text\n\n${LINE}`.replaceAll('\n', '\r\n')],
  ['a tab', `te\txt\n\n${LINE}`],
  ['a null', `te\0xt\n\n${LINE}`],
  ['half a surrogate pair', `te\ud800xt\n\n${LINE}`],
  ['a hyphen for the dash', line('—', '-')],
  ['no dash', line('— ', '')],
  ['no name', line('quasimodo.example/salvatore ', '')],
  ['a name with a plus', line('quasimodo', 'quasi+modo')],
  ['a name with a space of another script', line('quasimodo', 'quasi\u3000modo')],
  ['two spaces', line('— ', '—  ')],
  ['more behind the signature', line('NtIc=', 'NtIc= x')],
  ['a signature that is no base64', line('NnugSz', 'Nn-gSz')],
  ['a signature without padding', line('NtIc=', 'NtIc')],
  ['stray bits in a signature', line('NtIc=', 'NtId=')],
  ['a signature that is all key ID', 'text\n\n— a AAAAAA==\n'],
  ['a signature shorter than a key ID', 'text\n\n— a AAAA\n'],
  ['65 signatures', `text\n\n${LINE.repeat(65)}`],
  ['a note of more than a million characters', `${'a'.repeat(1 << 20)}\n\n${LINE}`],
])('%s is refused', (_, note) => {
  expect(() => parseNote(note)).toThrow(coded('MALFORMED', { what: 'note' }))
})

test('sixteen signatures are taken', () => {
  expect(parseNote(`text\n\n${LINE.repeat(16)}`).signatures).toHaveLength(16)
})
