import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Hash } from '#domain/board/board-state.ts'
import type { RegionCode } from '#domain/region/region.ts'
import {
  boardPath,
  checkpointPath,
  logPath,
  objectPath,
  packPath,
  tileAddress,
} from '#protocol/addresses.ts'
import { parseEntry } from '#protocol/entry.ts'
import { parseHead } from '#protocol/head.ts'
import { parseHeader } from '#protocol/header.ts'
import { boardKeyring, publicKeyring, type Keyring } from '#protocol/keyring.ts'
import { parseLink } from '#protocol/link.ts'
import { parseListChunk } from '#protocol/list-chunk.ts'
import { manifestHash, parseManifest } from '#protocol/manifest.ts'
import { openObject } from '#protocol/object.ts'
import { parseShelf } from '#protocol/shelf.ts'
import type { Entry, ObjectRef } from '#protocol/shapes.ts'
import { parseEntryBundle, tilesOf } from '#transparency/tiles.ts'
import { launchBrowser } from '#tests/support/browser.ts'
import { DEMO_PASSWORD, publishSheet, runSambar } from '#tests/support/sambar-cli.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'

/*
 * A sheet full of invented ID, card and phone numbers goes the whole way on the built product. Then: no such number in
 * any file, answer, log or browser store; and without the board's key no payee's name in any byte that anybody can get.
 */

const SHEET = join(import.meta.dirname, '../fixtures/samples/04-高龄津贴-2025.csv')

const words = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../i18n/zh-Hans.json'), 'utf8'),
) as { open: { publicOpen: string }; villager: { board: { inPeriod: string } } }

const CANARY = /(?=(159999\d{11}[\dXx]|62179900000\d{8}|1990000\d{4}))/g

/** Everything in a text that must have ended at the door. */
const personalIn = (text: string): string[] =>
  [...text.matchAll(CANARY)].flatMap(([, found]) => found ?? [])

interface Crawled {
  where: string
  bytes: Buffer
}

let server: TestServer
let browser: Browser
let sheet: string
let canaries: Set<string>
let printed = ''
let boards: { region: RegionCode; link: string }[]
const crawled: Crawled[] = []
const names = new Set<string>()
const asked = new Set<string>()
const keyrings = new Map<RegionCode, Keyring>()
/** Manifests that hang now, and all that ever hung. */
const newest = new Set<Hash>()
const manifests = new Set<Hash>()
const told: { where: string; text: string }[] = []

beforeAll(async () => {
  sheet = readFileSync(SHEET, 'utf8')
  canaries = new Set(personalIn(sheet))
  server = await startServer()
  const answers = await publishSheet(server, SHEET, ['--batch', '补发'])
  const list = await runSambar(server, ['board', '--url', server.url])
  boards = list.json['boards'] as typeof boards
  printed = answers.map(({ stdout, stderr }) => stdout + stderr).join('\n')
  await Promise.all(boards.map(({ region, link }) => crawlBoard(region, link)))
  await crawlRest()
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
})

async function get(path: string): Promise<Buffer> {
  const answer = await fetch(server.url + path)
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
  const bytes = Buffer.from(await answer.arrayBuffer())
  crawled.push({ where: path, bytes })
  return bytes
}

/** As `get`, and only the first time that it is asked for this path: null from then on. */
async function getOnce(path: string): Promise<Buffer | null> {
  if (asked.has(path)) return null
  asked.add(path)
  return get(path)
}

/** The newest head of a board, and its key. */
async function crawlBoard(region: RegionCode, linkText: string): Promise<void> {
  const head = parseHead(JSON.parse((await get(boardPath(region))).toString()))
  newest.add(await manifestHash(head.manifest))
  const link = parseLink(linkText)
  keyrings.set(region, await boardKeyring(region, [{ epoch: link.epoch, key: link.key }]))
}

/** Every hash that a manifest leads to; with the key also the names, so that we know what to look for. */
async function crawlManifest({ region, manifest: address }: Entry): Promise<void> {
  const text = await getOnce(objectPath(address))
  if (!text) return
  manifests.add(address)
  const withKey = keyrings.get(region)
  if (!withKey) throw new Error(`no link of ${region}`)
  for (const ref of parseManifest(text.toString()).shelves) {
    if (ref.pack) await getOnce(packPath(ref.pack.address))
    const bytes = await getOnce(objectPath(ref.object.address))
    if (bytes) await crawlShelf(ref.object, bytes, withKey)
  }
}

async function crawlShelf(ref: ObjectRef, bytes: Buffer, withKey: Keyring): Promise<void> {
  for (const notice of parseShelf(await openObject(ref, bytes, publicKeyring)).notices) {
    const where = `shelf ${ref.address}`
    tell(where, notice.title.zh, notice.title.mn, notice.change?.why, notice.withdrawal?.why)
    if (notice.pack) await getOnce(packPath(notice.pack.address))
    for (const object of notice.objects) {
      const body = await getOnce(objectPath(object.address))
      if (body && object.role === 'list') await readNames(object, body, withKey)
      if (body && object.role === 'header') await readHeader(object, body)
    }
  }
}

/** What an office wrote for all to read. */
function tell(where: string, ...texts: (string | undefined)[]): void {
  for (const text of texts) if (text) told.push({ where, text })
}

async function readHeader(ref: ObjectRef, bytes: Buffer): Promise<void> {
  const { title, text, change } = parseHeader(await openObject(ref, bytes, publicKeyring))
  tell(`header ${ref.address}`, title.zh, title.mn, text.zh, text.mn, change?.why)
}

async function readNames(ref: ObjectRef, bytes: Buffer, keyring: Keyring) {
  const chunk = parseListChunk(await openObject(ref, bytes, keyring))
  for (const name of [...chunk.name, ...chunk.nameMn]) if (name) names.add(name)
}

async function crawlRest(): Promise<void> {
  for (const path of [logPath, '/api/openapi.json', '/api/v1/health', '/', '/sw.js'])
    await get(path)
  const size = Number((await get(checkpointPath)).toString().split('\n')[1])
  for (const tile of tilesOf(size)) {
    const bytes = await get(tileAddress(tile))
    if (tile.level !== 'entries') continue
    const entries = parseEntryBundle(bytes, tile.width)
    await Promise.all(
      entries.map((entry) => crawlManifest(parseEntry(Buffer.from(entry).toString()))),
    )
  }
}

/** The bytes as they are and, wherever gzip begins in them, as they unpack. */
function readings(bytes: Buffer): string[] {
  const found = [bytes.toString('utf8')]
  const magic = Buffer.from([0x1f, 0x8b, 0x08])
  for (let at = bytes.indexOf(magic); at >= 0; at = bytes.indexOf(magic, at + 1)) {
    try {
      found.push(gunzipSync(bytes.subarray(at)).toString('utf8'))
    } catch {
      // A pack goes on behind this member, or the three bytes were no gzip: members are also read alone.
    }
  }
  return found
}

function* filesIn(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) yield* filesIn(path)
    else yield path
  }
}

/** How many numbers of the sheet stand in a text. */
const leaks = (text: string): number =>
  personalIn(text).filter((found) => canaries.has(found)).length

const hits = (text: string, wanted: Iterable<string>): number => {
  let count = 0
  for (const one of wanted) if (text.includes(one)) count++
  return count
}

/** Everything that a page's origin keeps, as text. Bytes are read as UTF-8, as they are and unpacked. */
async function storesOf(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const seen: string[] = [
      JSON.stringify({ ...localStorage }),
      JSON.stringify({ ...sessionStorage }),
    ]
    const told = (value: unknown): unknown =>
      value instanceof ArrayBuffer
        ? new TextDecoder().decode(value)
        : ArrayBuffer.isView(value)
          ? new TextDecoder().decode(value as Uint8Array)
          : value instanceof Map || value instanceof Set
            ? [...value]
            : value
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const asked = indexedDB.open(name ?? '')
        asked.onsuccess = () => resolve(asked.result)
        asked.onerror = () => reject(asked.error)
      })
      for (const store of [...db.objectStoreNames]) {
        const all = await new Promise<unknown[]>((resolve, reject) => {
          const asked = db.transaction(store).objectStore(store).getAll()
          asked.onsuccess = () => resolve(asked.result as unknown[])
          asked.onerror = () => reject(asked.error)
        })
        seen.push(`${store}: ${JSON.stringify(all, (_, value: unknown) => told(value))}`)
      }
      db.close()
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) {
        const answer = await cache.match(request)
        seen.push(`${request.url} ${(await answer?.text()) ?? ''}`)
      }
    }
    return seen.join('\n')
  })
}

test('the sheet holds what must not pass, and lists with names were published', () => {
  expect(canaries.size).toBeGreaterThan(200)
  expect(names.size).toBeGreaterThan(300)
  expect(crawled.length).toBeGreaterThan(500)
})

test('all that was ever published was looked at, not only what hangs now', () => {
  expect([...newest].filter((hash) => !manifests.has(hash))).toEqual([])
  expect(manifests.size).toBeGreaterThan(newest.size)
  expect(told.length).toBeGreaterThan(100)
})

test('no personal number of the sheet is in any public byte, with or without a key', async () => {
  for (const { where, bytes } of crawled)
    for (const text of readings(bytes)) expect(leaks(text), where).toBe(0)
})

test('without the key no payee is named in any byte that a public address serves', () => {
  // Two characters may be part of any sentence; from three on a name is a name.
  const telling = [...names].filter((name) => [...name].length > 2)
  expect(telling.length).toBeGreaterThan(200)
  for (const { where, bytes } of crawled)
    for (const text of readings(bytes)) expect(hits(text, telling), where).toBe(0)
})

test('no sentence that an office wrote for all names a payee, nor one of two characters', () => {
  const short = [...names].filter((name) => [...name].length === 2)
  expect(short.length).toBeGreaterThan(20)
  for (const { where, text } of told) expect(hits(text, names), where).toBe(0)
})

test('no personal number is in any file of the data folder, in what was printed, or in the log', () => {
  for (const path of filesIn(server.dataDir)) {
    const bytes = readFileSync(path)
    const forms = [bytes.toString('utf8'), bytes.toString('utf16le'), bytes.toString('latin1')]
    for (const text of forms) expect(leaks(text), path).toBe(0)
  }
  expect(leaks(printed)).toBe(0)
  expect(leaks(server.output())).toBe(0)
})

test('a staff member who may read everything gets no personal number from any page of the office', async () => {
  const signedIn = await fetch(`${server.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url },
    body: JSON.stringify({ login: 'shenji', password: DEMO_PASSWORD }),
  })
  expect(signedIn.status).toBe(200)
  const cookie = (signedIn.headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''
  const api = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as {
    paths: Record<string, Record<string, unknown>>
  }
  const plain = Object.entries(api.paths).filter(
    ([path, ops]) => 'get' in ops && !path.includes('{'),
  )
  let read = 0
  for (const [path] of plain) {
    const answer = await fetch(server.url + path, { headers: { cookie } })
    if (!answer.ok) continue
    read++
    expect(leaks(await answer.text()), path).toBe(0)
  }
  expect(read).toBeGreaterThan(3)
})

test.each([
  { what: 'with the key', named: true },
  { what: 'without the key', named: false },
])('a browser that opened the board $what keeps no personal number', async ({ named }) => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const board = boards.find(({ region }) => region === '152529900201')
  if (!board) throw new Error('no such board')
  await context.addInitScript(() => localStorage.setItem('sambar.language', 'zh-Hans'))
  await page.goto(named ? board.link : `${server.url}/open/${board.region}`)
  if (!named) await page.getByRole('button', { name: words.open.publicOpen }).click()
  await page
    .getByRole('heading', { name: words.villager.board.inPeriod })
    .waitFor({ timeout: 60_000 })
  const kept = await storesOf(page)
  const telling = [...names].filter((name) => [...name].length > 2)
  if (named) expect(hits(kept, telling)).toBeGreaterThan(30)
  else expect(hits(kept, telling)).toBe(0)
  expect(kept.length).toBeGreaterThan(1000)
  expect(leaks(kept)).toBe(0)
  await context.close()
})
