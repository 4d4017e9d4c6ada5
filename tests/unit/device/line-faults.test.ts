import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SyncOutcome } from '#device/api.ts'
import type { Timers } from '#device/door/door.ts'
import { portalPage, serveText } from '#tests/support/county-answers.ts'
import { households } from '#tests/support/households.ts'
import { COUNTY, TestCounty, VILLAGE } from '#tests/support/test-county.ts'
import { newDisk, startPhone, stopPhone, type Phone } from '#tests/support/phone.ts'

let county: TestCounty
let phone: Phone
/** Waits that are on; `late` lets the longest patience end. */
const waiting = new Set<() => void>()
const timers: Timers = {
  after(_ms, done) {
    waiting.add(done)
    return () => waiting.delete(done)
  },
}
const late = () => [...waiting].forEach((done) => done())
/** Lets patience end soon. Several requests may ask for it at once; none of them may end a later, healthy exchange. */
const soonLate = () => ending.add(setTimeout(late, 5))
const ending = new Set<ReturnType<typeof setTimeout>>()

beforeEach(async () => {
  county = await TestCounty.create()
  await county.document({ v: 1, name: 'catalog', value: [] })
  await county.publish(COUNTY)
  await county.payments(VILLAGE, { households: households(600) })
  await county.payments(VILLAGE, { year: 2024, households: households(20) })
  await county.publish(VILLAGE)
  waiting.clear()
  phone = startPhone(newDisk(), county.fetch, { timers })
  await phone.device.openLink(await county.link(VILLAGE))
})
afterEach(() => stopPhone(phone))

const sync = async (): Promise<SyncOutcome | undefined> =>
  (await phone.device.sync(VILLAGE)).find(({ region }) => region === VILLAGE)

const ROOMS = ['/log', '/checkpoint', `/boards/${VILLAGE}`, '/objects/', '/packs/'] as const
const isIn = (path: string, room: string) => path.includes(room) && !path.includes('consistency')

/** An answer whose body is cut after some bytes: cleanly, with an error, or with nothing more to come. */
function cutBody(given: Response, how: 'short' | 'broken' | 'stalled'): Response {
  const headers = new Headers(given.headers)
  const source = given.arrayBuffer()
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const bytes = new Uint8Array(await source)
      controller.enqueue(bytes.slice(0, Math.floor(bytes.length / 2)))
      if (how === 'short') controller.close()
      if (how === 'broken') controller.error(new TypeError('network'))
      if (how === 'stalled') {
        soonLate()
        await new Promise(() => undefined)
      }
    },
  })
  return new Response(stream, { status: given.status, headers })
}

describe.each(ROOMS)('at %s', (room) => {
  const spoil = (how: (given: Response) => Response | Promise<Response>) => {
    county.answer = (path, given) => (isIn(path, room) ? how(given) : given)
  }
  const thenWell = async () => {
    county.answer = null
    ending.forEach((timer) => clearTimeout(timer))
    ending.clear()
    expect(await sync()).toMatchObject({ kind: 'fresh', seq: 0 })
    expect(await phone.device.notices(VILLAGE)).toHaveLength(2)
    expect(await phone.device.evidence()).toEqual([])
  }

  test('no connection is offline', async () => {
    spoil(() => {
      throw new TypeError('failed to fetch')
    })
    expect(await sync()).toEqual({ kind: 'offline', region: VILLAGE })
    expect((await phone.device.boards())[0]).toMatchObject({ seq: null })
    await thenWell()
  })

  test.each(['short', 'broken', 'stalled'] as const)('a %s body changes nothing', async (how) => {
    spoil((given) => cutBody(given, how))
    expect(await sync()).toEqual({ kind: 'offline', region: VILLAGE })
    expect((await phone.device.boards())[0]).toMatchObject({ seq: null })
    await thenWell()
  })

  test.each([
    [503, 'notReady'],
    [429, 'notReady'],
    [500, 'serverTrouble'],
    [502, 'serverTrouble'],
    [511, 'captivePortal'],
    [302, 'captivePortal'],
  ])('status %i is %s', async (status, kind) => {
    spoil(() => new Response('{}', { status, headers: { 'content-type': 'application/json' } }))
    expect(await sync()).toEqual({ kind, region: VILLAGE })
    await thenWell()
  })

  test('a portal’s page is a captive portal, also where it claims to be JSON', async () => {
    spoil(portalPage)
    expect(await sync()).toEqual({ kind: 'captivePortal', region: VILLAGE })
    if (room !== '/objects/' && room !== '/packs/') {
      spoil(() => serveText('<!DOCTYPE html><html><body>login</body></html>'))
      expect(await sync()).toEqual({ kind: 'captivePortal', region: VILLAGE })
      spoil(() => serveText('{"hello": "world"}'))
      expect(await sync()).toEqual({ kind: 'serverTrouble', region: VILLAGE })
    }
    await thenWell()
  })

  test('no answer at all ends by our own patience', async () => {
    spoil(() => {
      soonLate()
      return new Promise<Response>(() => undefined)
    })
    expect(await sync()).toEqual({ kind: 'offline', region: VILLAGE })
    await thenWell()
  })

  test('a body without end is cut off', async () => {
    spoil(
      () =>
        new Response(
          new ReadableStream<Uint8Array>({
            pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024).fill(32)),
          }),
          { headers: { 'content-type': 'application/octet-stream' } },
        ),
    )
    expect(await sync()).toEqual({ kind: 'serverTrouble', region: VILLAGE })
    await thenWell()
  })
})

describe('a download', () => {
  test('goes on at the objects that are missing', async () => {
    for (let i = 0; i < 10; i++) {
      // Amounts without a pattern, so that gzip leaves something to fetch.
      const people = households(300).map((one, n) => ({
        ...one,
        fen: (n * 7919 * (i + 3)) % 9_999_991,
      }))
      await county.payments(VILLAGE, { households: people })
    }
    await county.publish(VILLAGE)
    county.answer = (path, given) => (path.includes('/packs/') ? cutBody(given, 'broken') : given)
    expect(await sync()).toMatchObject({ kind: 'offline' })
    const kept = await phone.db.objects.where({ region: VILLAGE }).count()
    expect(kept).toBeGreaterThan(2)
    county.answer = null
    county.requests.length = 0
    expect(await sync()).toMatchObject({ kind: 'fresh' })
    const fetched = county.requests.filter(({ path }) => /\/(objects|packs)\//.test(path))
    const all = [...county.board(VILLAGE).shelves.values()].flat().flatMap(({ objects }) => objects)
    const bytes = fetched.reduce((sum, one) => sum + one.bytes, 0)
    expect(bytes).toBeLessThan(all.reduce((sum, { length }) => sum + length, 0))
    expect(await phone.device.search(VILLAGE, '巴特尔', 999)).not.toEqual([])
  })

  test('whose objects have moved on looks at the head once more', async () => {
    let published = false
    county.answer = async (path, given) => {
      const shelf = JSON.parse(county.board(VILLAGE).head?.manifest ?? '{}').shelves[0].object
      if (!path.includes(shelf.address) || published) return given
      published = true
      await county.payments(VILLAGE, { year: 2023, households: households(4) })
      await county.publish(VILLAGE)
      return new Response('{}', { status: 410 })
    }
    expect(await sync()).toMatchObject({ kind: 'fresh', seq: 1 })
    expect(await phone.device.notices(VILLAGE)).toHaveLength(3)
  })

  test('whose objects are gone for good is the server’s trouble', async () => {
    county.answer = (path, given) =>
      path.includes('/packs/') || path.includes('/objects/')
        ? new Response('{}', { status: 404 })
        : given
    expect(await sync()).toEqual({ kind: 'serverTrouble', region: VILLAGE })
  })

  test('of a board that the county does not have says so', async () => {
    county.answer = (path, given) =>
      path.includes(`/boards/${VILLAGE}`) ? new Response('{}', { status: 404 }) : given
    expect(await sync()).toEqual({ kind: 'noSuchBoard', region: VILLAGE })
    county.answer = null
    expect(await sync()).toMatchObject({ kind: 'fresh' })
    county.answer = (path, given) =>
      path.includes(`/boards/${VILLAGE}`) ? new Response('{}', { status: 404 }) : given
    expect(await sync()).toEqual({ kind: 'serverTrouble', region: VILLAGE })
  })

  test('answered 304 without having been asked for that is trouble, not freshness', async () => {
    county.answer = (path, given) =>
      path.includes(`/boards/${VILLAGE}`) ? new Response(null, { status: 304 }) : given
    expect(await sync()).toEqual({ kind: 'serverTrouble', region: VILLAGE })
  })
})
