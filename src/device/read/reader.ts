import type { Fen } from '#domain/money/fen.ts'
import type { PayeeNumber } from '#domain/disbursement/line.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { parseHeader } from '#protocol/header.ts'
import { boardKeyring, publicKeyring, type Keyring } from '#protocol/keyring.ts'
import { lineAt, type ReadLine } from '#protocol/list-chunk.ts'
import { openObject } from '#protocol/object.ts'
import type { ObjectRef } from '#protocol/shapes.ts'
import { VerificationError } from '#transparency/verification-error.ts'
import type {
  LikeWhom,
  LineView,
  ListAsk,
  ListOrder,
  ListSums,
  NoticeSummary,
  NoticeView,
  PersonHit,
  PersonView,
  SimilarHit,
} from '../api.ts'
import type { SignedClock } from '../clock.ts'
import { keysPrint, ofRegion, type HeldState, type NoticeRow } from '../db.ts'
import type { Store } from '../store.ts'
import { heldTrust } from '../sync/keys.ts'
import { checkNotice } from './checks.ts'
import { Chunks } from './chunks.ts'
import { SearchIndex, type KnownPerson } from './search.ts'
import { Sheet } from './sheet.ts'
import { similarTo } from './similar.ts'
import { compare, noticesOf, printOf, summaryOf } from './summary.ts'

/** Reads boards as they lie here; never asks the network. What cannot be opened is absent, not an error. */
export class Reader {
  private readonly store: Store
  private readonly clock: SignedClock
  private readonly chunks: Chunks
  private readonly indexes = new Map<RegionCode, { of: string; index: SearchIndex }>()
  private readonly rings = new Map<RegionCode, { of: string; ring: Keyring }>()
  private readonly reading = new Map<RegionCode, Promise<NoticeRow[]>>()
  /** The whole list that was asked for last; a screen shows one. */
  private sheet: { of: string; sheet: Promise<Sheet | null> } | null = null

  constructor(store: Store, clock: SignedClock) {
    this.store = store
    this.clock = clock
    this.chunks = new Chunks(store)
  }

  forget(): void {
    this.indexes.clear()
    this.rings.clear()
    this.chunks.forget()
    this.sheet = null
  }

  /** Newest first. */
  async notices(region: RegionCode): Promise<NoticeSummary[]> {
    const rows = await this.rowsOf(region)
    return noticesOf(rows, this.clock.today())
  }

  async notice(region: RegionCode, id: NoticeId): Promise<NoticeView | null> {
    const { db } = this.store
    const [row, board, log] = await this.store.read(() =>
      Promise.all([db.notices.get([region, id]), db.boards.get(region), db.log.get('log')]),
    )
    const trust = heldTrust(log)
    if (!row?.head || row.head.role !== 'header' || !board?.held || !log || !trust) return null
    const value = await this.openPublic(region, row.head)
    if (value === null) return null
    const { held } = board
    return {
      summary: summaryOf(row, this.clock.today()),
      header: parseHeader(value),
      chain: row.posted.chain,
      lines: row.lists.reduce((sum, { lines }) => sum + lines, 0),
      checks: await checkNotice({ row, held, log, keys: trust.keys, headerHolds: true }),
      manifest: held.manifestHash,
      seq: held.seq,
    }
  }

  async listOrder(
    region: RegionCode,
    id: NoticeId,
    ask: ListAsk,
    whose: PayeeNumber[],
  ): Promise<ListOrder> {
    const sheet = await this.sheetOf(region, id)
    if (!sheet) return { lines: 0, places: [] }
    const order = sheet.order(ask)
    return { lines: order.length, places: sheet.places(order, whose) }
  }

  async listLines(
    region: RegionCode,
    id: NoticeId,
    ask: ListAsk,
    from: number,
    to: number,
  ): Promise<LineView[]> {
    const sheet = await this.sheetOf(region, id)
    if (!sheet) return []
    return [...sheet.order(ask).subarray(from, to)].map((row) => lineView(sheet.line(row)))
  }

  async listSums(region: RegionCode, id: NoticeId): Promise<ListSums | null> {
    return (await this.sheetOf(region, id))?.sums() ?? null
  }

  async search(region: RegionCode, query: string, limit: number): Promise<PersonHit[]> {
    return (await this.index(region)).search(query, limit)
  }

  /** Everybody whom this board names, over all years. */
  async people(region: RegionCode): Promise<readonly KnownPerson[]> {
    return (await this.index(region)).people
  }

  async person(region: RegionCode, payee: PayeeNumber): Promise<PersonView | null> {
    const found = (await this.index(region)).find(payee)
    if (!found) return null
    const { db } = this.store
    const ids = [...new Set(found.lines.map(({ notice }) => notice))]
    const rows = await this.store.read(() =>
      db.notices.bulkGet(ids.map((id): [RegionCode, string] => [region, id])),
    )
    const byId = new Map(rows.flatMap((row) => (row ? [[row.id, row] as const] : [])))
    const ring = await this.ring(region)
    const today = this.clock.today()
    const entries: PersonView['entries'] = []
    for (const { notice, address, row: at } of found.lines) {
      const row = byId.get(notice)
      const ref = row?.lists.find((list) => list.ref.address === address)?.ref
      if (!row || !ref) continue
      const chunk = await this.open(region, ref, ring)
      if (chunk) entries.push({ notice: summaryOf(row, today), line: lineView(lineAt(chunk, at)) })
    }
    entries.sort(
      (a, b) =>
        b.notice.year - a.notice.year ||
        compare(b.notice.publishedAt, a.notice.publishedAt) ||
        compare(a.notice.id, b.notice.id) ||
        a.line.number - b.line.number,
    )
    return { ...found.hit, region, entries, totalsByYear: totalsOf(entries) }
  }

  /** What a board says of a person, and on which notices it names them, whether or not those can be read now. */
  async told(
    region: RegionCode,
    payee: PayeeNumber,
  ): Promise<{
    person: PersonView | null
    named: Set<NoticeId>
    rows: Map<NoticeId, NoticeRow>
  }> {
    const person = await this.person(region, payee)
    const named = new Set((await this.index(region)).find(payee)?.lines.map((l) => l.notice))
    const rows = await this.rowsOf(region)
    return { person, named, rows: new Map(rows.map((row) => [row.id, row])) }
  }

  async similar(region: RegionCode, whom: LikeWhom, limit: number): Promise<SimilarHit[]> {
    return similarTo((await this.index(region)).people, whom, limit)
  }

  /** Lists that can be opened here and do not name this person, newest first. */
  async notListed(region: RegionCode, payee: PayeeNumber): Promise<NoticeSummary[]> {
    const named = new Set((await this.index(region)).find(payee)?.lines.map((l) => l.notice))
    return (await this.notices(region)).filter(
      ({ id, kind, listsHeld, state }) =>
        kind === 'disbursement' && listsHeld > 0 && state !== 'withdrawn' && !named.has(id),
    )
  }

  /** What a board is made of on this phone. While `of` stays the same, so does everything that it says. */
  async stateOf(
    region: RegionCode,
  ): Promise<{ followed: boolean; held: HeldState | null; of: string }> {
    const { db } = this.store
    const [board, follow] = await this.store.read(() =>
      Promise.all([db.boards.get(region), db.follows.get(region)]),
    )
    return { followed: follow !== undefined, held: board?.held ?? null, of: printOf(board) }
  }

  /** A list whole, opened once for all questions about it; one with a hole is opened anew, since a sync may fill it. */
  private async sheetOf(region: RegionCode, id: NoticeId): Promise<Sheet | null> {
    const row = await this.store.read(() => this.store.db.notices.get([region, id]))
    const lists = row?.lists ?? []
    if (lists.length === 0) return null
    const ring = await this.ring(region)
    const of = `${this.rings.get(region)?.of ?? ''} ${lists.map(({ ref }) => ref.address).join()}`
    if (this.sheet?.of === of) return this.sheet.sheet
    const sheet = Promise.all(lists.map(({ ref }) => this.open(region, ref, ring))).then(
      (chunks) => {
        const opened = chunks.filter((chunk) => chunk !== null)
        const whole = opened.length === lists.length
        if (!whole && this.sheet?.of === of) this.sheet = null
        return opened.length > 0 ? new Sheet(opened, whole) : null
      },
    )
    this.sheet = { of, sheet }
    // A fault is told to whoever asked, and is not the answer for ever.
    sheet.catch(() => {
      if (this.sheet?.sheet === sheet) this.sheet = null
    })
    return sheet
  }

  /** A board's notices. Questions asked at once, as when a screen opens, are one reading. */
  private rowsOf(region: RegionCode): Promise<NoticeRow[]> {
    const under = this.reading.get(region)
    if (under) return under
    const { db } = this.store
    const reading = this.store
      .read(() => ofRegion(db.notices, region).toArray())
      .finally(() => this.reading.delete(region))
    this.reading.set(region, reading)
    return reading
  }

  /** Value of an object open to all, checked again; null where its bytes are gone. */
  private async openPublic(region: RegionCode, ref: ObjectRef): Promise<unknown> {
    const record = await this.store.read(() => this.store.db.objects.get(ref.address))
    if (!record) {
      await this.missing(region)
      return null
    }
    try {
      return await openObject(ref, record.bytes, publicKeyring)
    } catch (error) {
      if (!(error instanceof VerificationError)) throw error
      await this.missing(region, ref)
      return null
    }
  }

  private async open(region: RegionCode, ref: ObjectRef, ring: Keyring) {
    try {
      const chunk = await this.chunks.open(ref, ring)
      if (!chunk) await this.missing(region)
      return chunk
    } catch (error) {
      // Bytes that the disk has changed are not shown, and fetched anew.
      if (!(error instanceof VerificationError)) throw error
      await this.missing(region, ref)
      return null
    }
  }

  /** Notes that bytes are gone or no good, so that the next sync fetches them although the head is unchanged. */
  private async missing(region: RegionCode, broken?: ObjectRef): Promise<void> {
    if (this.store.readOnly) return
    const { db } = this.store
    await this.store.write([db.boards, db.objects], async () => {
      if (broken) await db.objects.delete(broken.address)
      await db.boards.update(region, { incomplete: true })
    })
  }

  private async ring(region: RegionCode): Promise<Keyring> {
    const follow = await this.store.read(() => this.store.db.follows.get(region))
    const keys = follow?.keys ?? []
    const of = keysPrint(keys)
    const known = this.rings.get(region)
    if (known?.of === of) return known.ring
    const ring = boardKeyring(region, keys)
    this.rings.set(region, { of, ring })
    return ring
  }

  /** The people of a board, read again when the board has changed, by whichever tab. */
  private async index(region: RegionCode): Promise<SearchIndex> {
    const { db } = this.store
    const { of } = await this.stateOf(region)
    const known = this.indexes.get(region)
    if (known?.of === of) return known.index
    const records = await this.store.read(() => ofRegion(db.people, region).toArray())
    const index = new SearchIndex(records)
    this.indexes.set(region, { of, index })
    return index
  }
}

const lineView = ({ pinyin: _pinyin, ...line }: ReadLine): LineView => line

/** What was really paid, by year; returned and planned money is shown on its line and counts nowhere. */
function totalsOf(entries: PersonView['entries']): PersonView['totalsByYear'] {
  const byYear = new Map<number, number>()
  for (const { notice, line } of entries) {
    const paid = line.status === 'paid' || line.status === 'reissued' ? line.amountFen : 0
    byYear.set(notice.year, (byYear.get(notice.year) ?? 0) + paid)
  }
  return [...byYear]
    .sort(([a], [b]) => b - a)
    .map(([year, paidFen]) => ({ year, paidFen: paidFen as Fen }))
}
