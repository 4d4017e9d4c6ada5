import { gzipSync } from 'node:zlib'
import type { Hash, PostedNotice } from '#domain/board/board-state.ts'
import { dayOf, instantOf, type Day, type Instant } from '#domain/calendar/day.ts'
import type { PayeeNumber } from '#domain/disbursement/line.ts'
import type { Fen } from '#domain/money/fen.ts'
import type { ChangedThing, NoticeId } from '#domain/notice/notice.ts'
import type { Masked, PublicHeader, PublicLine } from '#domain/privacy/public-notice.ts'
import type { Both, RegionCode } from '#domain/region/region.ts'
import { chunkLines } from '#protocol/chunk-lines.ts'
import { formatCode } from '#protocol/code.ts'
import { base64, fromHex, hex, utf8 } from '#protocol/encoding.ts'
import { entryLeaf, formatEntry } from '#protocol/entry.ts'
import { headerValue } from '#protocol/header.ts'
import { formatKeyList, type KeyList } from '#protocol/key-list.ts'
import { boardKeyOf, wrapKeyOf, wrapObjectKey } from '#protocol/keys.ts'
import { formatLink, rootFingerprint } from '#protocol/link.ts'
import { formatManifest, shelfKey } from '#protocol/manifest.ts'
import { plainOf, sealObject } from '#protocol/object.ts'
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
import { versionDigest } from '#protocol/version.ts'
import { formatCheckpoint } from '#transparency/checkpoint.ts'
import { consistencyProof, inclusionProof } from '#transparency/proof.ts'
import { signNote } from '#transparency/sign.ts'
import { ed25519Signer, type Signer } from '#transparency/signer.ts'
import { rootOf } from '#transparency/tree.ts'
import { parseVkey } from '#transparency/vkey.ts'

export const COUNTY = '152529000000' as RegionCode
export const VILLAGE = '152529900201' as RegionCode
export const OTHER_VILLAGE = '152529900202' as RegionCode

export interface Household {
  payee: string
  name: string
  nameMn?: string
  pinyin: string
  group?: string
  fen: number
  status?: PublicLine['status']
}

/** Bytes for tests: a small generator of its own, so that a seed gives the same county for ever. */
export function seededBytes(seed: number): (length: number) => Uint8Array {
  let state = seed >>> 0 || 1
  return (length) => {
    const bytes = new Uint8Array(length)
    for (let i = 0; i < length; i++) {
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      bytes[i] = state & 255
    }
    return bytes
  }
}

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
  packs: Map<string, PackRef>
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
      packs: new Map(),
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
    epochs = [this.board(region).epoch],
  ): Promise<ObjectRef> {
    const plain = plainOf(this.#random(16), value)
    const key = sealed ? this.#random(32) : null
    const made = await sealObject({ plain, packed: new Uint8Array(gzipSync(plain)), key })
    this.objects.set(made.address, made.bytes)
    const { content, address, length, size } = made
    if (!key) return { role, content, address, length, size, open: 'public' }
    const open = []
    for (const epoch of epochs) {
      const wrapKey = await wrapKeyOf(await this.key(region, epoch), region, epoch)
      const wrap = await wrapObjectKey(wrapKey, content, key, this.#random(12))
      open.push({ for: 'board' as const, epoch, wrap })
    }
    return { role, content, address, length, size, open }
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
    const paidFen = of.households.reduce((sum, { fen }) => sum + fen, 0) as Fen
    const totals = {
      payees: new Set(of.households.map(({ payee }) => payee)).size,
      plannedFen: null,
      paidFen,
      returnedFen: 0 as Fen,
      balanceFen: null,
      byPart: [],
      byGroup: [],
      others: null,
    }
    const change = of.change ?? null
    const header: PublicHeader = {
      notice: id,
      version,
      region,
      item: 'nc-11',
      attribute: 'proactive',
      title,
      text: { zh: '' },
      program: { code: of.program ?? 'grassland', name: title, unit: '亩', rates: [] },
      year,
      batch: null,
      rule: { zh: '按面积乘以标准计算' },
      basis: [],
      office: { zh: '旗农牧局' },
      phone: '0479-0000000',
      period: { number: 10, unit: 'day', source: 'default' },
      publishedOn: this.today(),
      periodEndsOn: end,
      totals,
      aggregate: null,
      reviewedBy: [{ role: '苏木审核', name: '示范' as Masked, at: this.instant() }],
      change: change as PublicHeader['change'],
      demo: true,
    }
    const sealed = this.names === 'boardKey'
    const objects = [await this.#object('header', region, headerValue(header), false)]
    for (const chunk of chunkLines(id, version, lines))
      objects.push(await this.#object('list', region, chunk, sealed))
    await this.#hang(region, {
      id,
      kind: 'disbursement',
      item: 'nc-11',
      program: of.program ?? 'grassland',
      year,
      batch: null,
      title,
      ...(await versionAfter(before, id, objects)),
      state: 'published',
      publishedAt: this.instant(),
      publishedOn: this.today(),
      periodEndsOn: end,
      change,
      withdrawal: null,
      totals,
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
    await this.#hang(region, {
      id,
      kind: 'reference',
      item: document.name,
      program: null,
      year: before?.year ?? 2026,
      batch: null,
      title: before?.title ?? { zh: document.name },
      ...(await versionAfter(before, id, objects)),
      state: 'published',
      publishedAt: this.instant(),
      publishedOn: this.today(),
      periodEndsOn: null,
      change: before ? { what: ['text'], why: '更新' } : null,
      withdrawal: null,
      totals: null,
      objects,
      pack: null,
    })
  }

  #find(region: RegionCode, id: NoticeId): NoticeRecord | undefined {
    return [...this.board(region).shelves.values()].flat().find((record) => record.id === id)
  }

  async #hang(region: RegionCode, record: NoticeRecord): Promise<void> {
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
    const { shelves } = this.board(region)
    for (const [key, shelf] of shelves)
      shelves.set(
        key,
        shelf.map((record) => (record.id === id ? { ...record, ...change } : record)),
      )
  }

  remove(region: RegionCode, id: NoticeId): void {
    const { shelves } = this.board(region)
    for (const [key, shelf] of shelves)
      shelves.set(
        key,
        shelf.filter((record) => record.id !== id),
      )
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

  async consistency(from: number, to: number): Promise<string[]> {
    return (await consistencyProof(from, to, this.read)).map(base64)
  }

  /** `fetch` of a device that is connected to this county. */
  readonly fetch = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const path = url.replace(/^https?:\/\/[^/]+/, '')
    const honest = await this.#serve(path, init)
    const given = this.answer ? await this.answer(path, honest, init) : honest
    const bytes = Number(given.headers.get('content-length') ?? 0)
    this.requests.push({ path, status: given.status, bytes })
    return given
  }

  async #serve(path: string, init: RequestInit): Promise<Response> {
    const { pathname, searchParams } = new URL(path, 'http://county')
    const [, , , room, name] = pathname.split('/')
    if (room === 'boards') return this.#serveHead(name as RegionCode, init)
    if (room === 'objects') return serveBytes(this.objects.get(name as Hash))
    if (room === 'packs') return serveBytes(this.packs.get(name as Hash))
    if (room === 'checkpoint') return serveText(await this.checkpoint())
    if (pathname.endsWith('/log/consistency')) {
      const from = Number(searchParams.get('from'))
      const to = Number(searchParams.get('to'))
      if (to > this.leaves.length) return new Response('{}', { status: 400 })
      return serveText(JSON.stringify({ proof: await this.consistency(from, to) }))
    }
    if (room === 'log')
      return serveText(
        JSON.stringify({
          v: 1,
          origin: this.origin,
          county: this.region,
          vkeys: this.keyList.log.map(({ vkey }) => vkey),
          timeVkeys: this.keyList.time,
          witnesses: { vkeys: [], quorum: 0 },
          rootVkey: this.root.vkey,
          keyList: this.keyListText,
        }),
      )
    return new Response('{}', { status: 404 })
  }

  async #serveHead(region: RegionCode, init: RequestInit): Promise<Response> {
    const head = this.#boards.get(region)?.head
    if (!head) return new Response('{}', { status: 404 })
    const etag = `"${await hashOf(utf8(head.manifest))}"`
    if (new Headers(init.headers).get('if-none-match') === etag)
      return new Response(null, { status: 304, headers: { etag } })
    return serveText(JSON.stringify(head), { etag })
  }
}

/** What makes a record the next version of the one before it. */
async function versionAfter(
  before: NoticeRecord | undefined,
  id: NoticeId,
  objects: readonly ObjectRef[],
): Promise<Pick<NoticeRecord, 'version' | 'digest' | 'chain'>> {
  const version = (before?.version ?? 0) + 1
  const contents = objects.map(({ content }) => content)
  const digest = await versionDigest(id, version, contents)
  if (!before) return { version, digest, chain: [] }
  const earlier = {
    version: before.version,
    digest: before.digest,
    publishedAt: before.publishedAt,
  }
  return { version, digest, chain: [...before.chain, earlier] }
}

export const publicLine = (household: Household): PublicLine => ({
  payee: household.payee as PayeeNumber,
  name: household.name as Masked,
  ...(household.nameMn === undefined ? {} : { nameMn: household.nameMn as Masked }),
  pinyin: household.pinyin,
  ...(household.group === undefined ? {} : { group: household.group as Masked }),
  parts: [{ what: '禁牧', amountFen: household.fen as Fen }],
  amountFen: household.fen as Fen,
  status: household.status ?? 'paid',
})

export const serveText = (text: string, headers: Record<string, string> = {}): Response => {
  const bytes = utf8(text)
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(bytes.length),
      ...headers,
    },
  })
}

export const serveBytes = (bytes: Uint8Array | undefined): Response =>
  bytes === undefined
    ? new Response('{}', { status: 404 })
    : new Response(new Uint8Array(bytes), {
        headers: {
          'content-type': 'application/octet-stream',
          'content-length': String(bytes.length),
        },
      })

/** A page in the place of an answer, as a hotel's or a station's network gives it. */
export const portalPage = (): Response =>
  new Response('<!doctype html><title>登录</title>', {
    headers: { 'content-type': 'text/html; charset=utf-8' },
  })

export const bytesOfHex = fromHex

/** Invented households: Crockford payee numbers, names of the samples' kind. */
export function households(count: number, from = 0): Household[] {
  const names: [string, string][] = [
    ['巴特尔', 'ba te er'],
    ['张明', 'zhang ming'],
    ['娜仁花', 'na ren hua'],
    ['苏和', 'su he'],
    ['其其格', 'qi qi ge'],
    ['王秀英', 'wang xiu ying'],
    ['朝鲁', 'chao lu'],
  ]
  return Array.from({ length: count }, (_, i) => {
    const [name, pinyin] = names[(from + i) % names.length] ?? ['', '']
    const payee = (from + i).toString(10).padStart(8, '0')
    return { payee, name, pinyin, group: `${((from + i) % 5) + 1}组`, fen: 10_000 + (from + i) * 7 }
  })
}
