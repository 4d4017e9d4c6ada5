import type { Hash, PostedNotice } from '#domain/board/board-state.ts'
import { dayOf, instantOf, type Day, type Instant } from '#domain/calendar/day.ts'
import type { ChangedThing, NoticeId } from '#domain/notice/notice.ts'
import type { Both, RegionCode } from '#domain/region/region.ts'
import { chunkLines } from '#protocol/chunk-lines.ts'
import { formatCode } from '#protocol/code.ts'
import { base64, hex, utf8 } from '#protocol/encoding.ts'
import { entryLeaf, formatEntry } from '#protocol/entry.ts'
import { headerValue } from '#protocol/header.ts'
import { formatKeyList, type KeyList } from '#protocol/key-list.ts'
import { boardKeyOf, wrapKeyOf } from '#protocol/keys.ts'
import { formatLink, rootFingerprint } from '#protocol/link.ts'
import { formatManifest, shelfKey } from '#protocol/manifest.ts'
import { packOf } from '#protocol/pack.ts'
import type { ReferenceDocument } from '#protocol/reference.ts'
import { hashOf } from '#protocol/sha256.ts'
import type {
  Head,
  Manifest,
  NoticeRecord,
  ObjectRef,
  ObjectRole,
  PackRef,
  Shelf,
} from '#protocol/shapes.ts'
import { formatCheckpoint } from '#transparency/checkpoint.ts'
import { inclusionProof } from '#transparency/proof.ts'
import { signNote } from '#transparency/sign.ts'
import { ed25519Signer, type Signer } from '#transparency/signer.ts'
import { rootOf } from '#transparency/tree.ts'
import { parseVkey } from '#transparency/vkey.ts'
import { answerFor } from './county-answers.ts'
import { paymentHeader, publicLine, type Household } from './households.ts'
import { sealedObject } from './sealed-object.ts'
import { seededBytes } from './seeded-bytes.ts'
import { versionAfter } from './version-after.ts'

export const COUNTY = '152529000000' as RegionCode
export const VILLAGE = '152529900201' as RegionCode
export const OTHER_VILLAGE = '152529900202' as RegionCode

export interface CountyOptions {
  seed?: number
  origin?: string
  names?: 'boardKey' | 'public'
  county?: RegionCode
  /** Milliseconds since 1970. */
  now?: () => number
}

interface Board {
  epoch: number
  shelves: Map<string, NoticeRecord[]>
  seq: number
  leaf: Hash | null
  head: Head | null
}

/**
 * A county in memory: publishes with the real bytes, keys and tree, and answers like its server. Whatever a test wants
 * to be false about it, it can be asked to do: `answer` is where a lie is told.
 */
export class TestCounty {
  readonly origin: string
  readonly region: RegionCode
  readonly objects = new Map<Hash, Uint8Array>()
  readonly packs = new Map<Hash, Uint8Array>()
  readonly leaves: Uint8Array[] = []
  readonly requests: { path: string; status: number; bytes: number }[] = []
  names: 'boardKey' | 'public'
  keyListText = ''
  keyList!: KeyList
  now: () => number
  /** Looks at every answer before it goes out, and may give another. */
  answer:
    ((path: string, given: Response, init: RequestInit) => Response | Promise<Response>) | null =
    null
  readonly #random: (length: number) => Uint8Array
  readonly #secret: Uint8Array
  readonly #boards = new Map<RegionCode, Board>()
  root!: Signer
  log!: Signer
  time!: Signer

  private constructor(options: CountyOptions) {
    this.#random = seededBytes(options.seed ?? 7)
    this.#secret = this.#random(32)
    this.origin = options.origin ?? 'sambar.example.cn/152529'
    this.region = options.county ?? COUNTY
    this.names = options.names ?? 'boardKey'
    this.now = options.now ?? (() => Date.parse('2026-03-09T01:12:00Z'))
  }

  static async create(options: CountyOptions = {}): Promise<TestCounty> {
    const county = new TestCounty(options)
    const { origin } = county
    county.root = await ed25519Signer(county.#random(32), `${origin}/root`, 'note')
    county.log = await ed25519Signer(county.#random(32), origin, 'note')
    county.time = await ed25519Signer(county.#random(32), `${origin}/time`, 'cosignature')
    await county.signKeys({
      origin,
      version: 1,
      at: county.instant(),
      root: county.root.vkey,
      log: [{ vkey: county.log.vkey, from: 0, until: null }],
      time: [county.time.vkey],
      witnesses: [],
      quorum: 0,
    })
    return county
  }

  instant(): Instant {
    return instantOf(this.now())
  }

  today(): Day {
    return dayOf(this.now())
  }

  async signKeys(list: KeyList): Promise<void> {
    this.keyList = list
    this.keyListText = await signNote(formatKeyList(list), [this.root])
  }

  /** From now on another key signs the log. */
  async rotateLogKey(): Promise<void> {
    const next = await ed25519Signer(this.#random(32), this.origin, 'note')
    const size = this.leaves.length
    await this.signKeys({
      ...this.keyList,
      version: this.keyList.version + 1,
      log: [
        { vkey: next.vkey, from: size + 1, until: null },
        ...this.keyList.log.map((key) => (key.until === null ? { ...key, until: size + 1 } : key)),
      ],
    })
    this.log = next
  }

  async rootPrint(): Promise<Uint8Array> {
    return rootFingerprint((await parseVkey(this.root.vkey)).publicKey)
  }

  board(region: RegionCode): Board {
    const known = this.#boards.get(region)
    if (known) return known
    const board: Board = {
      epoch: 1,
      shelves: new Map(),
      seq: -1,
      leaf: null,
      head: null,
    }
    this.#boards.set(region, board)
    return board
  }

  key(region: RegionCode, epoch = this.board(region).epoch): Promise<Uint8Array> {
    return boardKeyOf(this.#secret, region, epoch)
  }

  async link(region: RegionCode): Promise<string> {
    const { epoch } = this.board(region)
    const key = await this.key(region, epoch)
    return formatLink('https://sambar.example.cn', {
      region,
      epoch,
      key,
      root: await this.rootPrint(),
    })
  }

  async code(region: RegionCode): Promise<string> {
    return formatCode(region, this.board(region).epoch, await this.key(region))
  }

  async #object(
    role: ObjectRole,
    region: RegionCode,
    value: unknown,
    sealed: boolean,
  ): Promise<ObjectRef> {
    const { epoch } = this.board(region)
    const wrapKey = sealed ? await wrapKeyOf(await this.key(region), region, epoch) : null
    const board = wrapKey && { epoch, wrapKey }
    const { ref, bytes } = await sealedObject(role, value, board, this.#random)
    this.objects.set(ref.address, bytes)
    return ref
  }

  async #pack(refs: ObjectRef[]): Promise<PackRef> {
    const bytes = packOf(refs.map(({ address }) => this.objects.get(address) ?? new Uint8Array()))
    const address = await hashOf(bytes)
    this.packs.set(address, bytes)
    return { address, length: bytes.length }
  }

  newId(): NoticeId {
    return hex(this.#random(16)) as NoticeId
  }

  /** A list of payments as one version of a notice; hung up by `publish`. */
  async payments(
    region: RegionCode,
    of: {
      id?: NoticeId
      program?: string
      title?: string
      year?: number
      households: Household[]
      change?: { what: ChangedThing[]; why: string }
      periodDays?: number
    },
  ): Promise<NoticeId> {
    const id = of.id ?? this.newId()
    const before = this.#find(region, id)
    const version = (before?.version ?? 0) + 1
    const year = of.year ?? 2025
    const title: Both = { zh: of.title ?? `${year}年草原生态保护补助奖励` }
    const lines = of.households.map(publicLine)
    const end = dayOf(this.now() + (of.periodDays ?? 10) * 86_400_000)
    const change = of.change ?? null
    const header = paymentHeader(of.households, {
      notice: id,
      version,
      region,
      title,
      program: of.program ?? 'grassland',
      year,
      publishedOn: this.today(),
      periodEndsOn: end,
      change,
      at: this.instant(),
    })
    const sealed = this.names === 'boardKey'
    const objects = [await this.#object('header', region, headerValue(header), false)]
    for (const chunk of chunkLines(id, version, lines))
      objects.push(await this.#object('list', region, chunk, sealed))
    await this.#hang(region, before, {
      id,
      kind: 'disbursement',
      item: 'nc-11',
      program: of.program ?? 'grassland',
      year,
      title,
      periodEndsOn: end,
      change,
      totals: header.totals,
      objects,
      pack: objects.length > 1 ? await this.#pack(objects) : null,
    })
    return id
  }

  /** One of the county's documents. */
  async document(document: ReferenceDocument): Promise<void> {
    const region = this.region
    const before = [...this.board(region).shelves.values()]
      .flat()
      .find(({ item }) => item === document.name)
    const id = before?.id ?? this.newId()
    const objects = [await this.#object('document', region, document, false)]
    await this.#hang(region, before, {
      id,
      kind: 'reference',
      item: document.name,
      program: null,
      year: before?.year ?? 2026,
      title: before?.title ?? { zh: document.name },
      periodEndsOn: null,
      change: before ? { what: ['text'], why: '更新' } : null,
      totals: null,
      objects,
      pack: null,
    })
  }

  #find(region: RegionCode, id: NoticeId): NoticeRecord | undefined {
    return [...this.board(region).shelves.values()].flat().find((record) => record.id === id)
  }

  async #hang(
    region: RegionCode,
    before: NoticeRecord | undefined,
    made: Pick<NoticeRecord, 'id' | 'kind' | 'item' | 'program' | 'year' | 'title'> &
      Pick<NoticeRecord, 'periodEndsOn' | 'change' | 'totals' | 'objects' | 'pack'>,
  ): Promise<void> {
    const record: NoticeRecord = {
      ...made,
      ...(await versionAfter(before, made.id, made.objects)),
      batch: null,
      state: 'published',
      publishedAt: this.instant(),
      publishedOn: this.today(),
      withdrawal: null,
    }
    const key = record.kind === 'reference' ? 'reference' : shelfKey('payments', record.year)
    const { shelves } = this.board(region)
    const shelf = shelves.get(key) ?? []
    const at = shelf.findIndex(({ id }) => id === record.id)
    shelves.set(key, at < 0 ? [...shelf, record] : shelf.map((old, i) => (i === at ? record : old)))
  }

  /** Changes a record as no honest office would, or as a newer one might. */
  edit(
    region: RegionCode,
    id: NoticeId,
    change: Partial<PostedNotice> & Partial<NoticeRecord>,
  ): void {
    this.#shelves(region, (shelf) =>
      shelf.map((record) => (record.id === id ? { ...record, ...change } : record)),
    )
  }

  remove(region: RegionCode, id: NoticeId): void {
    this.#shelves(region, (shelf) => shelf.filter((record) => record.id !== id))
  }

  #shelves(region: RegionCode, work: (shelf: NoticeRecord[]) => NoticeRecord[]): void {
    const { shelves } = this.board(region)
    for (const [key, shelf] of shelves) shelves.set(key, work(shelf))
  }

  withdraw(region: RegionCode, id: NoticeId, why = '有误'): void {
    const withdrawal = { why, office: '旗农牧局', at: this.instant() }
    this.edit(region, id, { state: 'withdrawn', withdrawal })
  }

  /** Makes the board's next manifest, entry, leaf and checkpoint. */
  async publish(...regions: RegionCode[]): Promise<void> {
    const made = []
    for (const region of regions) {
      const board = this.board(region)
      const shelves: Manifest['shelves'] = []
      for (const [key, notices] of board.shelves) {
        const shelf: Shelf = { v: 1, key, notices }
        const refs = notices.flatMap(({ objects }) => objects)
        const [kind, year] = key.split('-')
        shelves.push({
          key,
          kind: kind === 'reference' ? 'reference' : 'payments',
          year: year === undefined ? null : Number(year),
          notices: notices.length,
          object: await this.#object('shelf', region, shelf, false),
          pack: notices.length > 0 ? await this.#pack(refs) : null,
        })
      }
      board.seq++
      const manifest = formatManifest({
        v: 1,
        region,
        seq: board.seq,
        at: this.instant(),
        name: { zh: region === this.region ? '示范旗' : '示范嘎查' },
        names: this.names,
        archive: 'asNames',
        epoch: board.epoch,
        demo: true,
        shelves,
      })
      const entry = formatEntry({
        region,
        seq: board.seq,
        previous: board.leaf,
        manifest: await hashOf(utf8(manifest)),
        at: this.instant(),
      })
      const leaf = await entryLeaf(entry)
      const index = this.leaves.push(leaf) - 1
      board.leaf = hex(leaf) as Hash
      made.push({ board, manifest, entry, index })
    }
    const checkpoint = await this.checkpoint()
    const size = this.leaves.length
    for (const { board, manifest, entry, index } of made) {
      const proof = await inclusionProof(size, index, this.read)
      board.head = { v: 1, manifest, entry, index, proof: proof.map(base64), checkpoint }
    }
  }

  /** Hash of a complete subtree, from the leaves. */
  readonly read = async (level: number, index: number): Promise<Uint8Array> =>
    rootOf(this.leaves.slice(index * 2 ** level, (index + 1) * 2 ** level))

  async checkpoint(size = this.leaves.length): Promise<string> {
    const root = await rootOf(this.leaves.slice(0, size))
    const text = formatCheckpoint({ origin: this.origin, size, root })
    return signNote(text, [this.log, this.time], Math.floor(this.now() / 1000))
  }

  /** `fetch` of a device that is connected to this county. */
  readonly fetch = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const path = url.replace(/^https?:\/\/[^/]+/, '')
    const honest = await answerFor(this, path, init)
    const given = this.answer ? await this.answer(path, honest, init) : honest
    const bytes = Number(given.headers.get('content-length') ?? 0)
    this.requests.push({ path, status: given.status, bytes })
    return given
  }
}
