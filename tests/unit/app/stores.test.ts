import { createPinia } from 'pinia'
import { createSSRApp, type App } from 'vue'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { OUTSIDE, type Outside } from '#app/outside.ts'
import { useHouseholds } from '#app/stores/households.ts'
import { useNews } from '#app/stores/news.ts'
import type { PayeeNumber } from '#domain/disbursement/line.ts'
import { households } from '#tests/support/households.ts'
import { COUNTY, OTHER_VILLAGE, TestCounty, VILLAGE } from '#tests/support/test-county.ts'
import { newDisk, startPhone, stopPhone, type Disk, type Phone } from '#tests/support/phone.ts'

let county: TestCounty
let disk: Disk
let phone: Phone
let app: App

/** The app is opened: stores are new, the disk is the same. */
function open(): void {
  phone = startPhone(disk, county.fetch)
  const outside: Outside = {
    device: phone.device,
    watch: () => () => undefined,
    now: () => 0,
    random: () => 0.5,
    storage: null,
    secure: true,
    version: '0.0.0',
    tablet: false,
  }
  app = createSSRApp({}).use(createPinia()).provide(OUTSIDE, outside)
}

function reopen(): void {
  stopPhone(phone)
  open()
}

beforeEach(async () => {
  county = await TestCounty.create()
  await county.document({ v: 1, name: 'catalog', value: [] })
  await county.publish(COUNTY)
  for (const [region, from] of [
    [VILLAGE, 0],
    [OTHER_VILLAGE, 500],
  ] as const) {
    await county.payments(region, { households: households(6, from) })
    await county.payments(region, { year: 2024, households: households(3, from) })
    await county.publish(region)
  }
  disk = newDisk()
  open()
  await phone.device.openLink(await county.link(VILLAGE))
  await phone.device.openLink(await county.link(OTHER_VILLAGE))
  await phone.device.sync()
})
afterEach(() => stopPhone(phone))

describe('my household', () => {
  test('of several boards is added up over their newest year', async () => {
    const store = app.runWithContext(() => useHouseholds())
    expect(store.loaded).toBe(false)
    await store.follow(VILLAGE, '00000001' as PayeeNumber)
    expect(store.loaded).toBe(true)
    expect(store.together).toBe(null)
    await store.follow(OTHER_VILLAGE, '00000504' as PayeeNumber)
    expect(store.together).toEqual({ year: 2025, fen: 10_007 + 13_528, households: 2 })
    expect(store.on(VILLAGE).map(({ payee }) => payee)).toEqual(['00000001'])
    expect(store.find(VILLAGE, '00000504')).toBe(null)
    await store.unfollow(VILLAGE, '00000001' as PayeeNumber)
    expect(store.all.map(({ region }) => region)).toEqual([OTHER_VILLAGE])
    expect(store.together).toBe(null)
  })
})

describe('what is new', () => {
  const kinds = (store: ReturnType<typeof useNews>) =>
    store.byRegion.get(VILLAGE)?.items.map(({ kind }) => kind)
  const publish = async () => {
    await county.payments(VILLAGE, { year: 2023, households: households(3) })
    await county.publish(VILLAGE)
    await phone.device.sync()
  }

  test('is nothing at a first visit, which notes what hangs there', async () => {
    const store = app.runWithContext(() => useNews())
    await store.load(VILLAGE)
    expect(kinds(store)).toEqual([])
    await publish()
    await store.load(VILLAGE)
    expect(kinds(store)).toEqual(['new'])
  })

  test('stays on the screen when the phone is put away, and is gone at the next visit', async () => {
    const store = app.runWithContext(() => useNews())
    await store.load(VILLAGE)
    await publish()
    await store.load(VILLAGE)
    await store.leave(VILLAGE)
    await store.load(VILLAGE)
    expect(kinds(store)).toEqual(['new'])
    reopen()
    const next = app.runWithContext(() => useNews())
    await next.load(VILLAGE)
    expect(kinds(next)).toEqual([])
  })

  test('comes again at the next visit when nobody has left or said so', async () => {
    const store = app.runWithContext(() => useNews())
    await store.load(VILLAGE)
    await publish()
    await store.load(VILLAGE)
    reopen()
    const next = app.runWithContext(() => useNews())
    await next.load(VILLAGE)
    expect(kinds(next)).toEqual(['new'])
    await next.dismiss(VILLAGE)
    expect(kinds(next)).toEqual([])
    await next.load(VILLAGE)
    expect(kinds(next)).toEqual([])
    next.forget()
    expect(next.byRegion.size).toBe(0)
  })
})
