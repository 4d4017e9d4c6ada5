import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Program } from '#domain/program/program.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { parseRegionList } from '#domain/region/region-list.ts'
import { createPasswords } from '#server/auth/password.ts'
import { countyDocuments, demoGiven } from '#server/county-data/documents.ts'
import type { OrderingOffice } from '#server/devices/device-office.ts'
import { createApp, type App } from '#server/http/app.ts'
import { cosignAnew } from '#server/publishing/checkpoint.ts'
import { boardLinkOf, openCounty, type County } from '#server/publishing/county.ts'
import { initCounty } from '#server/publishing/init-county.ts'
import { readReference } from '#server/publishing/reference.ts'
import type { PublishStep } from '#server/publishing/steps.ts'
import { createSheets } from '#server/review/sheets.ts'
import { openStorage, type Storage } from '#server/storage/open.ts'
import { formatCode } from '#protocol/code.ts'
import { formatLink } from '#protocol/link.ts'
import { seededBytes, TEST_NOW } from '#tests/support/county.ts'

export const COUNTY = '152529000000' as RegionCode

/** A disk in memory where the system has one. */
const ROOM = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

const newFolder = () => mkdtempSync(join(ROOM, 'sambar-sim-'))

let template: Promise<string> | null = null

/** A county just put up, made once and copied for each run. */
const countyTemplate = (): Promise<string> =>
  (template ??= (async () => {
    const folder = newFolder()
    const storage = await openStorage({ file: join(folder, 'sambar.db') })
    const regions = parseRegionList(demoGiven.regions)
    await initCounty(
      { db: storage.db, dataFolder: folder, now: () => TEST_NOW, random: seededBytes('sim') },
      {
        origin: 'sim.example/152529',
        county: COUNTY,
        demo: true,
        // A short catalog: its length is the parser's business, and every lost database asks for it again.
        documents: countyDocuments(demoGiven).map((document) =>
          document.name === 'catalog'
            ? { ...document, value: document.value.slice(0, 12) }
            : document,
        ),
        boards: regions.regions.map(({ code }) => code),
      },
    )
    await storage.close()
    return folder
  })())

export async function dropTemplate(): Promise<void> {
  if (template) rmSync(await template, { recursive: true, force: true })
  template = null
}

/** The server's process died at this step of publishing. */
export class ServerCrash extends Error {}

/** The real server on a folder of its own; it can die and come back, and knows then what its disk knows. */
export class SimServer {
  readonly folder: string
  readonly #now: () => number
  readonly #random: (bytes: number) => Uint8Array
  #storage!: Storage
  #county!: County
  #app: App | null = null
  /** Where the next publish dies, if anywhere. */
  dieAt: { step: PublishStep; when: 'before' | 'after' } | null = null

  private constructor(folder: string, now: () => number, seed: number) {
    this.folder = folder
    this.#now = now
    this.#random = seededBytes(`server ${seed}`)
  }

  static async create(seed: number, now: () => number): Promise<SimServer> {
    const folder = newFolder()
    cpSync(await countyTemplate(), folder, { recursive: true })
    const server = new SimServer(folder, now, seed)
    await server.start()
    return server
  }

  get running(): boolean {
    return this.#app !== null
  }

  get county(): County {
    return this.#county
  }

  get storage(): Storage {
    return this.#storage
  }

  /** The office's side of tablets. */
  get devices(): OrderingOffice {
    const { publishing } = this.#county
    return {
      storage: this.#storage,
      now: this.#now,
      random: this.#random,
      publishing,
      countySecret: publishing.countySecret,
    }
  }

  async start(): Promise<void> {
    this.#storage = await openStorage({ file: join(this.folder, 'sambar.db') })
    this.#county = await openCounty({
      db: this.#storage.db,
      dataFolder: this.folder,
      now: this.#now,
      random: this.#random,
      step: (step, when) => {
        if (this.dieAt?.step === step && this.dieAt.when === when) throw new ServerCrash()
      },
    })
    this.#app = await createApp({
      storage: this.#storage,
      publishing: this.#county.publishing,
      passwords: createPasswords(this.#random),
      sheets: createSheets({
        folder: join(this.folder, 'sheets'),
        keys: this.#county.keys,
        random: this.#random,
      }),
      files: new Map(),
      now: this.#now,
      random: this.#random,
    })
  }

  async stop(): Promise<void> {
    await this.#app?.close()
    this.#app = null
    await this.#storage.close()
  }

  async destroy(): Promise<void> {
    if (this.running) await this.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }

  async cosign(): Promise<void> {
    await cosignAnew(this.#county.publishing)
  }

  async programs(): Promise<Program[]> {
    return (await readReference(this.#storage.db)).programs
  }

  async link(region: RegionCode): Promise<string> {
    return formatLink('https://county.example', await boardLinkOf(this.#county.keys, region, 1))
  }

  async code(region: RegionCode): Promise<string> {
    const { epoch, key } = await boardLinkOf(this.#county.keys, region, 1)
    return formatCode(region, epoch, key)
  }

  /** One request as HTTP knows it. Null while the server is down. */
  async answer(
    path: string,
    headers: Record<string, string>,
    body: string | null = null,
  ): Promise<Answered | null> {
    if (!this.#app) return null
    // A browser names its page's origin with whatever it posts.
    const response = await this.#app.inject(
      body === null
        ? { method: 'GET', url: path, headers }
        : { method: 'POST', url: path, headers: { ...headers, ...PAGE }, payload: body },
    )
    const kept: Record<string, string> = {}
    for (const [name, value] of Object.entries(response.headers))
      if (value !== undefined) kept[name] = String(value)
    return {
      status: response.statusCode,
      headers: kept,
      body: new Uint8Array(response.rawPayload),
    }
  }
}

const PAGE = { host: 'county.example', origin: 'http://county.example' }

export interface Answered {
  status: number
  headers: Record<string, string>
  body: Uint8Array
}
