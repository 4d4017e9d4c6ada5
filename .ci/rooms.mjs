/**
 * The walls of the house, read from where they stand: each room's tsconfig.json lists what it may enter.
 * The type check, ESLint and the build all take them from here, so that there is one truth.
 */
import { readFileSync, readdirSync, existsSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'

/** Packages that live in one room (or one folder of a room) and may not be met elsewhere. */
export const PACKAGE_HOMES = {
  vue: ['app'],
  pinia: ['app'],
  'vue-i18n': ['app'],
  'lucide-vue-next': ['app'],
  jsqr: ['app'],
  uqr: ['app', 'server'],
  'workbox-window': ['app'],
  'workbox-precaching': ['sw'],
  'workbox-routing': ['sw'],
  dexie: ['device'],
  valibot: ['app', 'device', 'protocol'],
  '@noble/ed25519': ['transparency'],
  fflate: ['protocol', 'device', 'server'],
  fastify: ['server/http'],
  '@fastify/cookie': ['server/http'],
  '@fastify/swagger': ['server/http'],
  'fastify-type-provider-zod': ['server/http'],
  zod: ['server'],
  kysely: ['server'],
  pg: ['server/storage'],
  '@photostructure/sqlite': ['server/storage', 'server/keys'],
  commander: ['server'],
  papaparse: ['server/import'],
  yauzl: ['server/import'],
  saxes: ['server/import'],
  'pinyin-pro': ['server'],
}

/** Room → the rooms it may enter, as its tsconfig.json says. */
export function readWalls(root) {
  const walls = {}
  for (const room of readdirSync(join(root, 'src'))) {
    const file = join(root, 'src', room, 'tsconfig.json')
    if (!existsSync(file)) continue
    const { references = [] } = JSON.parse(readFileSync(file, 'utf8'))
    walls[room] = references.map((reference) => reference.path.replace('../', ''))
  }
  return walls
}

/** The room that holds a file, and its path inside; null outside src. */
export function roomOf(root, file) {
  const [src, room, ...rest] = relative(root, file).split(sep)
  return src === 'src' && room && rest.length > 0 ? { room, inside: rest.join('/') } : null
}

/**
 * Why `file` may not import `source`, in words; null where it may.
 * `source` is as written: `./x.ts`, `#domain/x.ts`, a package, or an absolute path from a bundler.
 */
export function trespass(root, walls, file, source) {
  const from = roomOf(root, file)
  if (!from || !walls[from.room]) return null
  const clean = source.split('?')[0]
  const crossing = /^#([a-z0-9]+)\//.exec(clean)
  if (crossing) return refuse(walls, from.room, crossing[1])
  if (clean.startsWith('.') || clean.startsWith(root)) {
    const target = clean.startsWith('.') ? resolve(dirname(file), clean) : clean
    const to = roomOf(root, target)
    if (!to || to.room === from.room) return null
    return refuse(walls, from.room, to.room)
  }
  return strangerIn(from, clean)
}

function refuse(walls, from, to) {
  if (from === to || walls[from].includes(to)) return null
  return `${from} may not enter ${to}`
}

function strangerIn(from, source) {
  if (source.startsWith('node:')) {
    return from.room === 'server'
      ? null
      : `${from.room} may not use ${source}: it also runs in browsers`
  }
  const name = source.startsWith('@')
    ? source.split('/').slice(0, 2).join('/')
    : source.split('/')[0]
  const homes = PACKAGE_HOMES[name]
  if (!homes) return null
  const here = `${from.room}/${from.inside}`
  return homes.some((home) => here.startsWith(home + '/'))
    ? null
    : `${name} lives in ${homes.join(', ')}`
}
