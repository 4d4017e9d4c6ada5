import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildSmallHouse, ROOMS, type SmallHouse } from '#tests/support/small-house.ts'

const TSC = 'typescript/bin/tsc'
const ESLINT = 'eslint/bin/eslint.js'
const VITE = 'vite/bin/vite.js'

let house: SmallHouse
beforeAll(() => {
  house = buildSmallHouse()
})
afterAll(() => house.tearDown())

const HOLDS = { status: 0, said: '' }
const enter = (room: string) =>
  `import { ${room} } from '#${room}/fine.ts'\nexport const x = ${room}\n`

/** What may be done, so that a refusal below is one of the walls and not of something else. */
const LAWFUL: [room: string, what: string, code: string][] = [
  ['protocol', '', enter('domain')],
  ['protocol', '', enter('transparency')],
  ['device', '', enter('protocol') + `export const y = document.title\n`],
  ['sw', '', enter('protocol')],
  ['server', '', enter('protocol') + `export const y = Buffer.from('y')\n`],
  ['app', '', enter('device') + `export const y = document.title\n`],
]

/** Refused by the type check itself. */
const TRESPASSES: [room: string, what: string, code: string][] = [
  ['domain', 'document', `export const x = document.title\n`],
  ['domain', 'Buffer', `export const x = Buffer.from('x')\n`],
  ['domain', 'transparency', enter('transparency')],
  ['domain', 'protocol', enter('protocol')],
  ['transparency', 'Buffer', `export const x = Buffer.from('x')\n`],
  ['transparency', 'window', `export const x = window.name\n`],
  ['transparency', 'domain', enter('domain')],
  ['protocol', 'device', enter('device')],
  ['protocol', 'document', `export const x = document.title\n`],
  ['device', 'app', enter('app')],
  ['device', 'server', enter('server')],
  ['device', 'node:fs', `export { readFileSync } from 'node:fs'\n`],
  ['device', 'Buffer', `export const x = Buffer.from('x')\n`],
  ['sw', 'document', `export const x = document.title\n`],
  ['sw', 'app', enter('app')],
  ['server', 'app', enter('app')],
  ['server', 'device', enter('device')],
  ['server', 'document', `export const x = document.title\n`],
  ['app', 'server', enter('server')],
  ['app', 'node:fs', `import { readFileSync } from 'node:fs'\nexport const x = readFileSync\n`],
  ['app', 'Buffer', `export const x = Buffer.from('x')\n`],
]

/** Let through by the type check, refused by ESLint. */
const LINTED: [room: string, what: string, code: string][] = [
  ['sw', 'domain, through the back door of protocol', enter('domain')],
  ['device', 'vue', `export { ref } from 'vue'\n`],
  ['domain', 'a package of the server', `export { z } from 'zod'\n`],
  ['app', 'dexie', `export { Dexie } from 'dexie'\n`],
  ['server', 'fastify outside http', `export { fastify } from 'fastify'\n`],
  ['app', 'another room by its path', `export { server } from '../server/fine.ts'\n`],
  ['app', 'innerHTML', `export const x = (e: HTMLElement) => (e.innerHTML = '')\n`],
  ['app', 'top-level await', `export const x = await Promise.resolve(1)\n`],
  ['device', 'Object.hasOwn', `export const x = Object.hasOwn({}, 'a')\n`],
  ['device', 'structuredClone', `export const x = structuredClone({})\n`],
  ['app', 'crypto.randomUUID', `export const x = () => crypto.randomUUID()\n`],
  ['domain', '.at()', `export const x = [1].at(-1)\n`],
  ['domain', 'lookbehind', `export const x = /(?<=a)b/\n`],
  ['domain', 'a check switched off', `// eslint-disable-next-line\nexport const x = [1].at(-1)\n`],
]

type Planted = [room: string, what: string, code: string][]

/** Writes each piece into its room, looks once, clears up. What stands at n lies in `planted-n.ts`. */
function withPlanted<T>(pieces: Planted, look: () => T): T {
  const files = pieces.map(([room], n) => `src/${room}/planted-${n}.ts`)
  pieces.forEach(([, , code], n) => house.write(files[n]!, code))
  try {
    return look()
  } finally {
    for (const file of files) house.remove(file)
  }
}

/** All trespasses of a room in one type check: a room in trouble does not keep its neighbours from being checked. */
const checked = new Map<string, { status: number; said: string }>()
function checkRoom(room: string): { status: number; said: string } {
  const mine: Planted = TRESPASSES.map((piece) =>
    piece[0] === room ? piece : [room, '', 'export {}\n'],
  )
  if (!checked.has(room))
    checked.set(
      room,
      withPlanted(mine, () => house.run(TSC, '-b', `src/${room}`)),
    )
  return checked.get(room)!
}

describe('what a room may enter', () => {
  test('what is lawful passes', () => {
    withPlanted(LAWFUL, () => {
      expect(house.run(TSC, '-b', ...ROOMS.map((room) => `src/${room}`))).toEqual(HOLDS)
      expect(house.run(ESLINT, 'src')).toEqual(HOLDS)
    })
  })

  test.each(TRESPASSES.map(([room, what], n) => ({ room, what, n })))(
    'the type check refuses to $room: $what',
    ({ room, n }) => {
      const { status, said } = checkRoom(room)
      expect(said).toContain(`src/${room}/planted-${n}.ts(`)
      expect(status).not.toBe(0)
    },
  )

  let linted: { status: number; said: string }
  beforeAll(() => {
    linted = withPlanted(LINTED, () => house.run(ESLINT, 'src'))
  })
  test.each(LINTED.map(([room, what], n) => ({ room, what, n })))(
    'ESLint refuses to $room: $what',
    ({ room, n }) => {
      expect(linted.said).toContain(`src/${room}/planted-${n}.ts`)
      expect(linted.status).not.toBe(0)
    },
  )

  test('ESLint refuses v-html', () => {
    const page =
      '<script setup lang="ts">\nconst x = 1\n</script>\n<template><p v-html="x" /></template>\n'
    house.write('src/app/Planted.vue', page)
    const { status, said } = house.run(ESLINT, 'src/app/Planted.vue')
    house.remove('src/app/Planted.vue')
    expect(said).toContain('vue/no-v-html')
    expect(status).not.toBe(0)
  })
})

describe('the build holds the walls too', () => {
  const MAIN = `import { protocol } from '#protocol/fine.ts'\nconsole.log(protocol)\n`
  const buildServer = (main: string) => {
    house.write('src/server/main.ts', main)
    house.write('src/server/import/child.ts', 'export {}\n')
    return house.run(VITE, 'build', '--ssr', '--logLevel', 'warn')
  }

  test('a lawful server builds', () => {
    expect(buildServer(MAIN).status).toBe(0)
  })

  test.each(['app', 'device', 'sw'])('a server that enters %s does not build', (room) => {
    const { status, said } = buildServer(`import '#${room}/fine.ts'\n${MAIN}`)
    expect(said).toContain(`server may not enter ${room}`)
    expect(status).not.toBe(0)
  })

  test('an app that enters the server does not build', () => {
    house.write('src/app/main.ts', `import '#server/fine.ts'\n`)
    const { status, said } = house.run(VITE, 'build', '--logLevel', 'warn')
    expect(said).toContain('app may not enter server')
    expect(status).not.toBe(0)
  })
})
