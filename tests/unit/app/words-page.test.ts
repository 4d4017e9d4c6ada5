import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT } from '#tests/support/root.ts'
import { i18nFile, notes, sentences } from '#tests/support/words.ts'
import { hudumFaults } from '#tests/support/hudum-rules.ts'

interface Term {
  zh: string
  mn: string
  trust: string
}

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sambar-words-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function pageOf(...args: string[]): string {
  const file = join(folder, 'words.html')
  execFileSync(process.execPath, [join(ROOT, '.ci/words.mjs'), '--out', file, ...args])
  return readFileSync(file, 'utf8')
}

/** The text of a card as a reader sees it. */
function cardOf(page: string, id: string): { state: string; zh: string; mn: string; all: string } {
  const [, state, inner] =
    new RegExp(`<article class="([^"]*)" id="${id}">([^]*?)</article>`).exec(page) ?? []
  if (state === undefined || inner === undefined) throw new Error(`${id} is not on the page`)
  const part = (start: RegExp) => textOf(start.exec(inner)?.[1] ?? '')
  return {
    state,
    zh: part(/<p class="zh"[^>]*>([^]*?)<\/p>/),
    mn: part(/<div class="mn"[^>]*>([^]*?)<\/div>/),
    all: textOf(inner),
  }
}
const textOf = (html: string) =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/&#(\d+);/g, (_, point: string) => String.fromCodePoint(Number(point)))

test('the page for a native reader holds every sentence in both languages, where it appears, and whether it was reviewed', () => {
  const page = pageOf()
  const mn = sentences('mn-Mong')
  const told = notes()
  const glossary = i18nFile('glossary') as Record<string, Term>
  for (const [key, zh] of sentences('zh-Hans')) {
    const card = cardOf(page, key)
    const note = told.get(key)!
    expect([key, card.zh, card.mn, card.state]).toEqual([key, zh, mn.get(key), note.status])
    expect(card.all).toContain(note.where)
    for (const term of note.terms)
      expect([key, card.all]).toEqual([key, expect.stringContaining(glossary[term]!.zh)])
  }
  expect(page.match(/<article /g)!.length).toBe(
    mn.size + new Set([...told.values()].flatMap(({ terms }) => terms)).size,
  )
  expect(page).toContain('writing-mode: vertical-lr')
  // Every group has a name that a reader understands.
  expect([...page.matchAll(/<h2>([a-z.]+) /g)].map(([, name]) => name)).toEqual([])
  expect(page).toContain('data:font/woff2;base64,')
})

test('one section alone can be printed', () => {
  const page = pageOf('sync')
  expect(page).toContain('id="sync.outcome.fresh"')
  expect(page).not.toContain('id="villager.shell.back"')
})

test('every term that a sentence was put together from stands in the glossary, in its script', () => {
  const glossary = i18nFile('glossary') as Record<string, Term>
  const unknown = [...notes()].flatMap(([key, { terms }]) =>
    terms.filter((term) => !(term in glossary)).map((term) => `${key}: ${term}`),
  )
  expect(unknown).toEqual([])
  expect(
    Object.entries(glossary).flatMap(([key, { mn }]) =>
      hudumFaults(mn).map((fault) => `${key}: ${fault}`),
    ),
  ).toEqual([])
})
