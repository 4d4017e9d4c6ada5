import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import type { NoticeId } from '#domain/notice/notice.ts'
import type { Program } from '#domain/program/program.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { DeviceDb } from '#device/db.ts'
import { createDevice } from '#device/device.ts'
import type { Device, SyncOutcome } from '#device/api.ts'
import type { PlantedBug } from '#device/sync/env.ts'
import { publish } from '#server/publishing/publish.ts'
import type { PublishRequest } from '#server/publishing/publish-request.ts'
import { PUBLISH_STEPS } from '#server/publishing/steps.ts'
import { readHead } from '#server/publishing/read.ts'
import { bigNotice, type Approved } from '#tests/support/big-notices.ts'
import { TEST_NOW } from '#tests/support/county.ts'
import { canaryOn, newDisk, type Disk } from '#tests/support/phone.ts'
import { createDice, type Dice } from './dice.ts'
import { CALM, Network, weatherOf } from './network.ts'
import { Power, wire } from './power.ts'
import { COUNTY, ServerCrash, SimServer } from './sim-server.ts'
import { expectObedient, TabletOffice, tabletTurn, type Tablet } from './tablets.ts'
import { VirtualTime } from './virtual-time.ts'

const VILLAGES = ['152529900201', '152529900202'] as RegionCode[]

/** What a board says at one seq, as the county meant it. */
export interface Published {
  manifest: string
  notices: Map<NoticeId, { version: number; state: string; approved: Approved }>
}

/** A phone in somebody's pocket: a disk, a line, and how its owner came to the board. */
export interface Phone {
  name: string
  disk: Disk
  network: Network
  region: RegionCode
  way: 'link' | 'code' | 'public' | 'tablet'
  opened: boolean
  /** Highest seq ever shown, by board: it never goes back while the disk lives. */
  shown: Map<RegionCode, number>
  last: SyncOutcome[]
  all: SyncOutcome[]
}

/** One county, its people and their phones, under one seed. */
export class World {
  readonly dice: Dice
  readonly time = new VirtualTime(TEST_NOW + 60_000)
  readonly phones: Phone[] = []
  readonly boards = new Map<RegionCode, Map<number, Published>>()
  readonly unreviewed = new Set<NoticeId>()
  readonly trace: string[] = []
  readonly #planted: ReadonlySet<PlantedBug>
  /** Two tablets, with dice of their own. */
  readonly tablets: Tablet[] = []
  tabletOffice!: TabletOffice
  readonly #tabletDice: Dice
  server!: SimServer
  #program!: Program
  #notices = 0
  /** Nothing breaks any more. */
  quiet = false
  /** A second app on the same disk must not start a third. */
  #nested = false

  private constructor(seed: number, planted: ReadonlySet<PlantedBug>) {
    this.dice = createDice(seed)
    this.#tabletDice = createDice(seed * 37 + 11)
    this.#planted = planted
  }

  static async create(seed: number, planted: ReadonlySet<PlantedBug>): Promise<World> {
    const world = new World(seed, planted)
    world.server = await SimServer.create(seed, () => world.time.now)
    const program = (await world.server.programs()).find(({ code }) => code === 'grassland')
    if (!program) throw new Error('no grassland program')
    world.#program = program
    for (const region of [COUNTY, ...VILLAGES]) {
      world.boards.set(region, new Map())
      await world.#note(region, new Map())
    }
    const ways = ['link', 'code', 'public'] as const
    ways.forEach((way, i) => {
      const region = VILLAGES[world.dice.below(2)] ?? COUNTY
      world.phones.push(world.#newPhone(`${way} ${region}`, way, region, seed * 31 + i))
    })
    world.tabletOffice = new TabletOffice(world.server, world.#tabletDice, VILLAGES)
    for (const [i, region] of VILLAGES.entries()) {
      const phone = world.#newPhone(`tablet ${i}`, 'tablet', region, seed * 31 + 10 + i)
      world.tablets.push({ ...phone, device: null, gone: [] })
    }
    return world
  }

  #newPhone(name: string, way: Phone['way'], region: RegionCode, seed: number): Phone {
    return {
      name,
      disk: newDisk(),
      network: new Network(this.server, createDice(seed), this.time),
      region,
      way,
      opened: false,
      shown: new Map(),
      last: [],
      all: [],
    }
  }

  async destroy(): Promise<void> {
    await this.server.destroy()
  }

  say(what: string): void {
    this.trace.push(what)
  }

  /** The board's newest state as the county's disk has it. */
  newest(region: RegionCode): { seq: number; published: Published } {
    const states = this.boards.get(region) ?? new Map<number, Published>()
    const seq = Math.max(...states.keys())
    const published = states.get(seq)
    if (!published) throw new Error(`no board ${region}`)
    return { seq, published }
  }

  async #note(region: RegionCode, notices: Published['notices']): Promise<boolean> {
    const head = await readHead(this.server.storage.db, region)
    const manifest = (JSON.parse(head?.body ?? '{}') as { manifest: string }).manifest
    const { seq } = JSON.parse(manifest) as { seq: number }
    const states = this.boards.get(region)
    if (!states || states.has(seq)) return false
    states.set(seq, { manifest, notices })
    return true
  }

  /** The office publishes, corrects or withdraws; sometimes it tries what nobody reviewed; sometimes its server dies. */
  async officeActs(): Promise<void> {
    if (!this.server.running) return
    const region = this.dice.pick(VILLAGES)
    const { published } = this.newest(region)
    const next = new Map(published.notices)
    const hanging = [...next].filter(([, { state }]) => state === 'published')
    const what = this.dice.roll()
    let request: PublishRequest
    if (hanging.length > 0 && what < 0.25) {
      const [id, before] = this.dice.pick(hanging)
      const lines = before.approved.notice.disbursement?.lines.slice(1) ?? []
      if (lines.length === 0) return
      const { approved } = before
      const corrected: Approved = {
        ...approved,
        notice: {
          ...approved.notice,
          version: before.version + 1,
          change: { what: ['payee'], why: '一户重复' },
          disbursement: { ...approved.notice.disbursement!, lines },
        },
      }
      request = { notices: [corrected] }
      next.set(id, { version: before.version + 1, state: 'published', approved: corrected })
    } else if (hanging.length > 0 && what < 0.4) {
      const [notice, before] = this.dice.pick(hanging)
      request = { withdrawals: [{ region, notice, why: '数据有误', office: '旗农牧局' }] }
      next.set(notice, { ...before, state: 'withdrawn' })
    } else {
      const approved = bigNotice({
        region,
        program: this.#program,
        year: this.dice.pick([2024, 2025]),
        batch: `第${++this.#notices}批`,
        lines: 1 + this.dice.below(12),
        seed: 'sim',
      })
      if (this.dice.chance(0.15)) {
        this.unreviewed.add(approved.notice.id)
        approved.notice.state = 'submitted'
        const answer = await publish(this.server.county.publishing, { notices: [approved] })
        if (!('refused' in answer)) throw new Error('what nobody reviewed was published')
        return
      }
      request = { notices: [approved] }
      next.set(approved.notice.id, { version: 1, state: 'published', approved })
    }
    await this.#publish(region, request, next)
  }

  async #publish(
    region: RegionCode,
    request: PublishRequest,
    next: Published['notices'],
  ): Promise<void> {
    const { server } = this
    server.dieAt =
      !this.quiet && this.dice.chance(0.2)
        ? {
            step: this.dice.pick(PUBLISH_STEPS),
            when: this.dice.pick(['before', 'after'] as const),
          }
        : null
    const dies = server.dieAt
    try {
      const answer = await publish(server.county.publishing, request)
      if ('refused' in answer) throw new Error(`refused: ${JSON.stringify(answer)}`)
    } catch (error) {
      if (!(error instanceof ServerCrash)) throw error
      await this.#restart()
    } finally {
      server.dieAt = null
    }
    const done = await this.#note(region, next)
    this.say(
      `office ${region} ${done ? 'published' : 'did not'}${dies ? ` (${dies.when} ${dies.step})` : ''}`,
    )
  }

  async #restart(): Promise<void> {
    if (this.server.running) await this.server.stop()
    await this.server.start()
  }

  /** What happens elsewhere while a request is under way. */
  async #meanwhile(phone: Phone): Promise<void> {
    if (this.quiet || this.#nested) return
    const dice = this.#diceOf(phone)
    const what = dice.roll()
    if (what < 0.05) await this.#officeMeanwhile(phone)
    else if (what < 0.07) {
      this.say('server restarts')
      await this.#restart()
    } else if (what < 0.11) {
      this.#nested = true
      this.say(`${phone.name}: a second tab`)
      await this.use(phone, (device) => device.sync())
      this.#nested = false
    } else if (what < 0.13) await this.server.cosign()
    this.time.pass(dice.below(3000))
  }

  /** Tablets throw dice of their own, so that they change nothing in what happens to phones under the same seed. */
  #diceOf = (phone: Phone): Dice => (phone.way === 'tablet' ? this.#tabletDice : this.dice)

  async #officeMeanwhile(phone: Phone): Promise<void> {
    const tablet = this.tablets.find(({ name }) => name === phone.name)
    if (!tablet) return this.officeActs()
    this.say(`${tablet.name}: office ${await this.tabletOffice.act(tablet)}`)
  }

  /** Starts the app on a phone, does something, and closes it: by hand or by a cut. */
  async use<T>(
    phone: Phone,
    work: (device: Device, power: Power) => Promise<T>,
  ): Promise<T | null> {
    const dice = this.#diceOf(phone)
    const power = new Power(!this.quiet && dice.chance(0.35) ? 1 + dice.below(160) : Infinity)
    power.fullDisk = !this.quiet && dice.chance(0.04)
    const { indexedDB } = phone.disk
    const db = new DeviceDb('sambar', { indexedDB, IDBKeyRange })
    wire(db, power)
    phone.network.weather = this.quiet ? CALM : weatherOf(dice)
    phone.network.meanwhile = () => this.#meanwhile(phone)
    const started = this.time.now
    const device = createDevice({
      base: '',
      fetch: phone.network.fetchFor(power),
      db,
      clock: {
        // The owner's clock is as wrong as it likes.
        now: () => this.time.now + 86_400_000 * (phone.way === 'public' ? 900 : -900),
        monotonic: () => this.time.now - started,
      },
      timers: this.time.timers,
      canary: canaryOn(phone.disk),
      parallel: 1,
      planted: this.#planted,
    })
    try {
      return await work(device, power)
    } catch (error) {
      if (!power.dead) throw error
      // Whatever a dying app threw is nobody's concern; what it left on its disk is.
      return null
    } finally {
      power.cut()
      db.close()
    }
  }

  /** The owner opens the board if it is not open, and lets it sync. */
  async turnOn(phone: Phone): Promise<void> {
    const outcomes = await this.use(phone, async (device) => {
      const held = await device.boards()
      if (held.length === 0) await this.#open(phone, device)
      return device.sync()
    })
    phone.last = outcomes ?? []
    phone.all.push(...phone.last)
    this.say(
      `${phone.name}: ${outcomes ? outcomes.map((one) => `${one.kind}${one.kind === 'alarm' ? ` ${one.code}` : ''}`).join(' ') : 'cut'}`,
    )
  }

  async #open(phone: Phone, device: Device): Promise<void> {
    const { region } = phone
    if (phone.way === 'link') await device.openLink(await this.server.link(region))
    else if (phone.way === 'public') await device.openPublic(region)
    else await device.openCode(region, await this.server.code(region))
  }

  /** The browser drops the database; what lies beside it stays, mostly. */
  evict(phone: Phone): void {
    phone.disk.indexedDB = new IDBFactory()
    if (this.#diceOf(phone).chance(0.3)) phone.disk.canary = null
    phone.shown.clear()
    this.say(`${phone.name}: evicted${phone.disk.canary ? '' : ', canary too'}`)
  }

  /** A tablet that is switched on, restarted, or left to itself until its next heartbeat. */
  async tabletOn(tablet: Tablet): Promise<void> {
    const outcome = await this.use(tablet, (device) =>
      tabletTurn(tablet, device, this.tabletOffice, (what) => this.say(what)),
    )
    expectObedient(tablet, outcome)
  }

  /** The same hours at the boards: an office that orders, a tablet that is on, or whose browser lost everything. */
  async tabletStep(): Promise<Tablet> {
    const dice = this.#tabletDice
    const tablet = dice.pick(this.tablets)
    const what = dice.roll()
    if (what < 0.3 && this.server.running)
      this.say(`${tablet.name}: office ${await this.tabletOffice.act(tablet)}`)
    else if (what < 0.35) this.evict(tablet)
    else await this.tabletOn(tablet)
    return tablet
  }

  /** Some hours of a bad week. Answers the phone that did something, if one did. */
  async step(): Promise<Phone | null> {
    const phone = this.dice.pick(this.phones)
    const what = this.dice.roll()
    this.time.pass(this.dice.below(4 * 3_600_000))
    if (what < 0.25) await this.officeActs()
    else if (what < 0.3) await this.#restart()
    else if (what < 0.35) await this.server.cosign()
    else {
      if (what < 0.38) this.evict(phone)
      else await this.turnOn(phone)
      return phone
    }
    return null
  }
}
