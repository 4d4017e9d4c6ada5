import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ROOT } from '#tests/support/root.ts'
import { sentences } from '#tests/support/words.ts'

const zh = sentences('zh-Hans')

const sources = (...rooms: string[]): { file: string; source: string }[] =>
  rooms.flatMap((room) =>
    readdirSync(join(ROOT, 'src', room), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(vue|ts)$/.test(file))
      .map((file) => ({ file, source: readFileSync(join(ROOT, 'src', room, file), 'utf8') })),
  )
const SECTIONS = 'villager|open|sync|kiosk|device|paper|desk'
/** Words of the server, by code, that its desks say too. */
const SHARED = ['api', 'import']
const APP = new RegExp(`^(${SECTIONS})\\.`)
/** A key by name, and the start of one that is put together. */
const WHOLE = new RegExp(`'((?:${SECTIONS})\\.[A-Za-z0-9.]+)'`, 'g')
const START = new RegExp(`\`((?:${SECTIONS})\\.[A-Za-z0-9.]*)\\$\\{`, 'g')

/** Other sections are the server's: the build leaves them out of the app, and the bare key would be seen. */
test('the app asks for no section that does not travel with it', () => {
  const strange = sources('app').flatMap(({ file, source }) =>
    [...source.matchAll(/\bt\(\s*['`]([A-Za-z]+)\./g)]
      .filter(([, section]) => ![...SECTIONS.split('|'), ...SHARED].includes(section!))
      .map(([asked]) => `${file}: ${asked}`),
  )
  expect(strange).toEqual([])
})

/** Keys that the app asks for by name; those it puts together end in `…${x}` and must name something that exists. */
test('every sentence that the app asks for exists', () => {
  const missing: string[] = []
  for (const { file, source } of sources('app')) {
    for (const [, key] of source.matchAll(WHOLE)) if (!zh.has(key!)) missing.push(`${file}: ${key}`)
    for (const [, start] of source.matchAll(START))
      if (![...zh.keys()].some((key) => key.startsWith(start!))) missing.push(`${file}: ${start}…`)
  }
  expect(missing).toEqual([])
})

/** What is put together from a start and a code is asked for where each piece of the code is a word of the code. */
test('every sentence of the app is asked for', () => {
  const app = sources('app')
    .map(({ source }) => source)
    .join('\n')
  const starts = [...app.matchAll(START)].map(([, start]) => start!)
  const quoted = new Set(
    sources('app', 'device', 'domain', 'protocol').flatMap(({ source }) =>
      [...source.matchAll(/(?<=['"`}])[A-Za-z0-9]+(?=['"`])/g)].map(([word]) => word),
    ),
  )
  const asked = (key: string) =>
    app.includes(`'${key}'`) ||
    app.includes(`"${key}"`) ||
    starts.some((start) => {
      if (!key.startsWith(start)) return false
      const rest = key.slice(start.length)
      const pieces = rest.split(/(?=[A-Z])/)
      return [[rest], [uncapital(rest)], [pieces.slice(0, -1).join(''), pieces.at(-1)!]].some(
        (words) => words.every((word) => quoted.has(word)),
      )
    })
  expect([...zh.keys()].filter((key) => APP.test(key) && !asked(key))).toEqual([])
})

/** Headings of a help page, by the names that the library of commands gives them. */
const LIBRARY = /^cli\.help\.title/

/** The command line asks by code (`errors.${code}`), so that the end of each key must stand in the server's code. */
test('every sentence of the server is a code that the server knows', () => {
  const server = sources('server', 'domain')
    .map(({ source }) => source)
    .join('\n')
  const known = (key: string) =>
    key
      .split('.')
      .map((_, i, steps) => steps.slice(i).join('.'))
      .some((end) =>
        new RegExp(`['"\`./]${end.replace(/\./g, '\\.')}['"\`]|\\b${end}:`).test(server),
      )
  expect(
    [...zh.keys()].filter((key) => !APP.test(key) && !LIBRARY.test(key) && !known(key)),
  ).toEqual([])
})

const uncapital = (word: string) => word.charAt(0).toLowerCase() + word.slice(1)
