import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatVkey, keyIdOf, parseVkey, vkeyOf } from '#transparency/vkey.ts'
import { coded } from './keys.ts'

/** Keys that the Go checksum database and its note package have published. */
const KNOWN = [
  'sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8',
  'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
]

test.each(KNOWN)('%s reads, and writes the same', async (text) => {
  const vkey = await parseVkey(text)
  expect(vkey.kind).toBe('note')
  expect(formatVkey(vkey)).toBe(text)
  expect(await keyIdOf(vkey.name, 'note', vkey.publicKey)).toBe(vkey.keyId)
})

test('the same key has another ID under another name and for another kind', async () => {
  const key = new Uint8Array(32).fill(7)
  const ids = await Promise.all([
    keyIdOf('a', 'note', key),
    keyIdOf('b', 'note', key),
    keyIdOf('a', 'cosignature', key),
  ])
  expect(new Set(ids).size).toBe(3)
})

test('any key reads back', async () => {
  const key = fc.uint8Array({ minLength: 32, maxLength: 32 })
  await fc.assert(
    fc.asyncProperty(key, fc.constantFrom('note', 'cosignature'), async (bytes, kind) => {
      const vkey = await vkeyOf('sambar.example/x', kind, bytes)
      expect(await parseVkey(formatVkey(vkey))).toEqual(vkey)
    }),
    { numRuns: 30 },
  )
})

const [GOOD] = KNOWN as [string]

test.each([
  '',
  '+',
  'sum.golang.org',
  GOOD.replace('sum', ''.padEnd(0)).replace('.golang.org', ''),
  GOOD.replace('sum.golang', 'sum golang'),
  GOOD.replace('sum.golang', 'sum.bolang'),
  GOOD.replace('033de0ae', '033de0af'),
  GOOD.replace('033de0ae', '033DE0AE'),
  GOOD.replace('033de0ae', '33de0ae'),
  GOOD.replace('+Ac4', '+Ac5'),
  GOOD.replace('+Ac4', '+Bs4'),
  GOOD.replace('+Ac4', '+/84'),
  `${GOOD}=`,
  GOOD.slice(0, -4),
])('%s is no key that we know', async (text) => {
  await expect(parseVkey(text)).rejects.toEqual(coded('MALFORMED', { what: 'vkey' }))
})

test('a name with a space or a plus is never given to a key', async () => {
  for (const name of ['', 'a b', 'a+b', 'a\nb', 'a\u00a0b'])
    await expect(vkeyOf(name, 'note', new Uint8Array(32))).rejects.toThrow(TypeError)
})
