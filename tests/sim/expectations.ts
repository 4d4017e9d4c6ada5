import { IDBKeyRange } from 'fake-indexeddb'
import type { RegionCode } from '#domain/region/region.ts'
import { DeviceDb } from '#device/db.ts'
import { createDevice } from '#device/device.ts'
import { hashOf } from '#protocol/sha256.ts'
import { canaryOn } from '#tests/support/phone.ts'
import { COUNTY } from './sim-server.ts'
import type { Phone, World } from './world.ts'

/** The run is over: something that must never be was seen. */
export class Violation extends Error {
  constructor(what: string) {
    super(what)
    this.name = 'Violation'
  }
}

const must = (condition: boolean, what: () => string): void => {
  if (!condition) throw new Violation(what())
}

/** Looks at a phone's disk as it lies there, with an app that has no network. */
export async function look<T>(
  world: World,
  phone: Phone,
  work: (db: DeviceDb, device: ReturnType<typeof createDevice>) => Promise<T>,
): Promise<T> {
  const db = new DeviceDb('sambar', { indexedDB: phone.disk.indexedDB, IDBKeyRange })
  const device = createDevice({
    base: '',
    fetch: () => Promise.reject(new TypeError('offline')),
    db,
    clock: { now: () => world.time.now, monotonic: () => 0 },
    canary: canaryOn(phone.disk),
    parallel: 1,
  })
  try {
    return await work(db, device)
  } finally {
    db.close()
  }
}

/** At any time: what a phone shows is one whole state that the county published, and never an older one than before. */
export const expectHonest = (world: World, phone: Phone): Promise<void> =>
  look(world, phone, async (db, device) => {
    // A tablet's boards come and go with its orders; one that went begins anew.
    if (phone.way === 'tablet')
      for (const region of phone.shown.keys())
        if (!(await db.boards.get(region))?.held) phone.shown.delete(region)
    for (const { region, held } of await db.boards.toArray()) {
      if (!held) continue
      const at = `${phone.name} ${region} seq ${held.seq}`
      const published = world.boards.get(region)?.get(held.seq)
      must(published?.manifest === held.manifest, () => `${at}: no such board was published`)
      must(held.seq >= (phone.shown.get(region) ?? 0), () => `${at}: went back`)
      phone.shown.set(region, held.seq)
      const notices = await device.notices(region)
      if (region !== COUNTY) {
        const shown = notices.map(({ id, version, state }) => `${id} ${version} ${state}`).sort()
        const meant = [...(published?.notices ?? [])]
          .map(([id, { version, state }]) => `${id} ${version} ${state}`)
          .sort()
        must(shown.join() === meant.join(), () => `${at}: shows other notices than were published`)
      }
      for (const { id } of notices)
        must(!world.unreviewed.has(id), () => `${at}: shows what nobody reviewed`)
      const shelves = await db.shelves.toArray()
      for (const address of shelves
        .filter((row) => row.region === region)
        .flatMap((row) => row.addresses)) {
        const kept = await db.objects.get(address)
        must(kept !== undefined, () => `${at}: bytes are missing`)
        if (kept)
          must((await hashOf(kept.bytes)) === address, () => `${at}: bytes are not the county's`)
      }
    }
  })

/**
 * Whatever a line does to bytes, it cannot sign: these alarms need two statements of the county that contradict each
 * other, and this county is honest.
 */
export function expectNoSlander(phone: Phone): void {
  for (const one of phone.all)
    must(
      one.kind !== 'alarm' || !['seq', 'unlawful', 'root', 'keyList'].includes(one.code),
      () => `${phone.name}: an honest county is accused: ${JSON.stringify(one)}`,
    )
}

/** After quiet: the same bytes as the county's, and what a person of this phone may see of them. */
export const expectSame = (world: World, phone: Phone): Promise<void> =>
  look(world, phone, async (db, device) => {
    for (const region of [COUNTY, phone.region]) {
      const { seq, published } = world.newest(region)
      const board = await db.boards.get(region)
      const at = `${phone.name} ${region}`
      must(
        board?.held?.manifest === published.manifest,
        () => `${at}: held ${board?.held?.seq}, not ${seq}`,
      )
    }
    await expectNames(world, phone, device)
    must((await db.documents.count()) >= 5, () => `${phone.name}: lacks the county's documents`)
  })

async function expectNames(
  world: World,
  phone: Phone,
  device: ReturnType<typeof createDevice>,
): Promise<void> {
  const { region } = phone
  const board = (await device.boards()).find((one) => one.region === region)
  const named = phone.way !== 'public'
  const { published } = world.newest(region)
  const listed = [...published.notices].filter(([, { state }]) => state === 'published')
  const wanted = !named ? 'none' : listed.length > 0 ? 'fits' : 'unproven'
  must(board?.key === wanted, () => `${phone.name}: key is ${board?.key}, not ${wanted}`)
  for (const [id, { state, approved }] of published.notices) {
    const lines = await device.listLines(region, id, {}, 0, 10_000)
    const meant = named && state === 'published' ? (approved.notice.disbursement?.lines ?? []) : []
    const same =
      lines.map(({ payee, amountFen }) => `${payee} ${amountFen}`).join() ===
      meant.map(({ payee, amountFen }) => `${payee} ${amountFen}`).join()
    must(same, () => `${phone.name}: notice ${id} has other lines`)
    const [first] = meant
    if (!first) continue
    const hits = await device.search(region, first.name)
    must(
      hits.some(({ payee }) => payee === first.payee),
      () => `${phone.name}: a payee is not found by name`,
    )
  }
}

export const isSettled = (phone: Phone, region: RegionCode): boolean =>
  phone.last.some((one) => one.region === region && one.kind === 'fresh')
