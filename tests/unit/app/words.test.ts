import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = join(import.meta.dirname, '../../..')
const read = (name: string): unknown =>
  JSON.parse(readFileSync(join(ROOT, 'i18n', `${name}.json`), 'utf8'))

/** Every sentence by its whole key. */
function flat(
  value: unknown,
  isLeaf: (value: unknown) => boolean,
  prefix = '',
): Map<string, unknown> {
  const found = new Map<string, unknown>()
  for (const [key, inner] of Object.entries(value as object)) {
    const path = prefix ? `${prefix}.${key}` : key
    if (isLeaf(inner)) found.set(path, inner)
    else for (const [at, leaf] of flat(inner, isLeaf, path)) found.set(at, leaf)
  }
  return found
}
const isSentence = (value: unknown) => typeof value === 'string'
const isNote = (value: unknown) =>
  typeof value === 'object' &&
  value !== null &&
  'status' in value &&
  typeof value.status === 'string'

const zh = flat(read('zh-Hans'), isSentence) as Map<string, string>
const mn = flat(read('mn-Mong'), isSentence) as Map<string, string>
const notes = flat(read('notes'), isNote) as Map<
  string,
  { where: string; status: string; by?: string; date?: string }
>
const holes = (text: string) => [...text.matchAll(/\{([^}]*)\}/g)].map((match) => match[1]).sort()

test('every language has every key', () => {
  expect([...mn.keys()].sort()).toEqual([...zh.keys()].sort())
})

test('every language has every placeholder', () => {
  for (const [key, text] of zh) expect([key, holes(mn.get(key) ?? '')]).toEqual([key, holes(text)])
})

test('every sentence says where it appears and whether a native reader has seen it', () => {
  expect([...notes.keys()].sort()).toEqual([...zh.keys()].sort())
  for (const [key, note] of notes) {
    expect([key, note.where.length > 0]).toEqual([key, true])
    expect(['unreviewed', 'reviewed', 'disputed']).toContain(note.status)
    if (note.status === 'reviewed')
      expect([key, Boolean(note.by && note.date)]).toEqual([key, true])
  }
})

test('no sentence is empty, and Mongolian is in its own script', () => {
  for (const [key, text] of zh) expect([key, text.trim().length > 0]).toEqual([key, true])
  for (const [key, text] of mn) {
    // Units such as MB have no other name.
    if (!/^(\{\w+\}|[ A-Z])+$/.test(text))
      expect([key, /[\u1800-\u1842]/.test(text)]).toEqual([key, true])
    expect([key, /[\u0400-\u04FF\u4E00-\u9FFF]/.test(text)]).toEqual([key, false])
  }
})

test('files are sorted, and joiners stand as escapes that no editor turns into spaces', () => {
  for (const name of ['zh-Hans', 'mn-Mong', 'notes']) {
    const text = readFileSync(join(ROOT, 'i18n', `${name}.json`), 'utf8')
    expect([name, /[\u202F\u180B-\u180F]/.test(text)]).toEqual([name, false])
  }
  for (const value of [read('zh-Hans'), read('mn-Mong')]) expect(unsorted(value)).toEqual([])
})

function unsorted(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return []
  const keys = Object.keys(value)
  const own = keys.join() === [...keys].sort().join() ? [] : [path]
  return own.concat(
    ...keys.map((key) => unsorted((value as Record<string, unknown>)[key], `${path}.${key}`)),
  )
}

/** Keys that the app asks for by name; those it puts together end in `…${x}` and must name something that exists. */
test('every sentence that the app asks for exists', () => {
  const app = join(ROOT, 'src/app')
  const files = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(vue|ts)$/.test(file),
  )
  const missing: string[] = []
  for (const file of files) {
    const source = readFileSync(join(app, file), 'utf8')
    for (const [, key] of source.matchAll(/'((?:villager|open|sync)\.[A-Za-z0-9.]+)'/g))
      if (!zh.has(key!)) missing.push(`${file}: ${key}`)
    for (const [, start] of source.matchAll(/`((?:villager|open|sync)\.[A-Za-z0-9.]*)\$\{/g))
      if (![...zh.keys()].some((key) => key.startsWith(start!))) missing.push(`${file}: ${start}…`)
  }
  expect(missing).toEqual([])
})
