import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../../../..')
const SRC = join(ROOT, 'src')

/** Codes that the sources of these folders refuse with. */
function codesIn(...folders: string[]): string[] {
  const codes = new Set<string>()
  for (const folder of folders)
    for (const file of readdirSync(join(SRC, folder))) {
      if (!file.endsWith('.ts')) continue
      const text = readFileSync(join(SRC, folder, file), 'utf8')
      for (const [, code] of text.matchAll(/refused: '(\w+)'/g)) codes.add(code ?? '')
      for (const [, code] of text.matchAll(/ApiRefusal\(\d{3}, '(\w+)'/g)) codes.add(code ?? '')
    }
  return [...codes].sort()
}

test('every code that the API can refuse with has its words', () => {
  const chinese = JSON.parse(readFileSync(join(ROOT, 'i18n/zh-Hans.json'), 'utf8')) as {
    api: { errors: { [code: string]: string } }
  }
  const words = new Set(Object.keys(chinese.api.errors))
  // These are told as "not found".
  const silent = new Set(['outOfScope', 'regionUnknown'])
  const codes = codesIn(
    'server/auth',
    'server/devices',
    'server/review',
    'server/publishing',
    'server/http',
    'domain/notice',
  )
  expect(codes.length).toBeGreaterThan(30)
  expect(codes.filter((code) => !words.has(code) && !silent.has(code))).toEqual([])
})
