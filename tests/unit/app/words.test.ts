import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '#tests/support/root.ts'
import { i18nFile, notes as readNotes, sentences } from '#tests/support/words.ts'

const zh = sentences('zh-Hans')
const mn = sentences('mn-Mong')
const holes = (text: string) => [...text.matchAll(/\{([^}]*)\}/g)].map((match) => match[1]).sort()

test('every language has every key', () => {
  expect([...mn.keys()].sort()).toEqual([...zh.keys()].sort())
})

test('every language has every placeholder', () => {
  for (const [key, text] of zh) expect([key, holes(mn.get(key) ?? '')]).toEqual([key, holes(text)])
})

const notes = readNotes()

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
  for (const name of ['zh-Hans', 'mn-Mong', 'notes', 'glossary']) {
    const text = readFileSync(join(ROOT, 'i18n', `${name}.json`), 'utf8')
    expect([name, /[\u202F\u180B-\u180F]/.test(text)]).toEqual([name, false])
  }
  for (const value of [i18nFile('zh-Hans'), i18nFile('mn-Mong')])
    expect(unsorted(value)).toEqual([])
})

function unsorted(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return []
  const keys = Object.keys(value)
  const own = keys.join() === [...keys].sort().join() ? [] : [path]
  return own.concat(
    ...keys.map((key) => unsorted((value as Record<string, unknown>)[key], `${path}.${key}`)),
  )
}
