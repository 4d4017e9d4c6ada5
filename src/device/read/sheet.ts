import { checkLine } from '#domain/disbursement/arithmetic.ts'
import type { LineStatus } from '#domain/disbursement/line.ts'
import type { Fen } from '#domain/money/fen.ts'
import { matchKeys, nameKeys, readQuery, type NameKeys } from '#domain/search/match-name.ts'
import { lineAt, STATUSES, type ReadLine } from '#protocol/list-chunk.ts'
import type { ListChunk } from '#protocol/shapes.ts'
import type { ListAsk, ListSums } from '../api.ts'

/** Distinct names of a list, made ready to be asked, and which of them stands on each line. */
interface Names {
  keys: NameKeys[]
  of: Uint32Array
}

/**
 * A whole list by columns, as it was published: what sorting, filtering and adding up need. A question walks over
 * columns and answers with row numbers; only lines that are shown become objects.
 */
export class Sheet {
  private readonly chunks: readonly ListChunk[]
  /** Row at which each chunk begins, and at the end the number of rows. */
  private readonly starts: number[] = [0]
  private readonly whole: boolean
  private names: Names | null = null
  private added: ListSums | null = null
  private last: { print: string; rows: Uint32Array } | null = null

  /** `chunks`: those that could be opened, in order. */
  constructor(chunks: readonly ListChunk[], whole: boolean) {
    this.chunks = chunks
    this.whole = whole
    for (const chunk of chunks) this.starts.push(this.rows + chunk.lines)
  }

  get rows(): number {
    return this.starts[this.starts.length - 1] ?? 0
  }

  line(row: number): ReadLine {
    const place = this.placeOf(row)
    return lineAt(this.chunks[place]!, row - this.starts[place]!)
  }

  /** Where these people stand in an order, from 0. */
  places(order: Uint32Array, payees: readonly string[]): number[] {
    if (payees.length === 0) return []
    const wanted = new Set(payees)
    const hit = new Uint8Array(this.rows)
    this.each((chunk, i, row) => {
      if (wanted.has(chunk.payee[i]!)) hit[row] = 1
    })
    const found: number[] = []
    for (let at = 0; at < order.length; at++) if (hit[order[at]!]) found.push(at)
    return found
  }

  /** Rows in the order asked for. The same question again costs nothing. */
  order({ group, query = '', by, down = false }: ListAsk): Uint32Array {
    const print = JSON.stringify([group === undefined ? 0 : [group], query, by, down])
    if (this.last?.print === print) return this.last.rows
    const shown = this.shown(group, query)
    let count = 0
    const rows = new Uint32Array(this.rows)
    for (let row = 0; row < shown.length; row++) if (shown[row]) rows[count++] = row
    const order = rows.subarray(0, count)
    if (by === 'amount') this.byAmount(order, down)
    else if (by === 'name') this.byName(order, down)
    else if (down) order.reverse()
    this.last = { print, rows: order }
    return order
  }

  /** The list added up here, line by line, so that it can be held against what the office says. */
  sums(): ListSums {
    return (this.added ??= this.add())
  }

  private shown(group: string | null | undefined, query: string): Uint8Array {
    const shown = new Uint8Array(this.rows).fill(1)
    if (group !== undefined)
      this.each((chunk, i, row) => {
        if ((chunk.groups[chunk.group[i]!] ?? null) !== group) shown[row] = 0
      })
    if (query === '') return shown
    const asked = readQuery(query)
    const { keys, of } = (this.names ??= this.readNames())
    const fits = keys.map((name) => matchKeys(asked, name) !== null)
    for (let row = 0; row < shown.length; row++) if (!fits[of[row]!]) shown[row] = 0
    return shown
  }

  private byAmount(order: Uint32Array, down: boolean): void {
    const fen = new Float64Array(this.rows)
    this.each((chunk, i, row) => {
      fen[row] = chunk.amountFen[i] ?? 0
    })
    const turn = down ? -1 : 1
    order.sort((a, b) => turn * (fen[a]! - fen[b]!) || a - b)
  }

  /** By the first reading in Latin letters, as a dictionary has it; who has none stands at the end. */
  private byName(order: Uint32Array, down: boolean): void {
    const sound: string[] = []
    this.each((chunk, i, row) => {
      sound[row] = `${chunk.pinyin[i]!.split('|')[0] || '~'} ${chunk.name[i]!}`
    })
    const turn = down ? -1 : 1
    order.sort((a, b) => (sound[a]! < sound[b]! ? -turn : sound[a]! > sound[b]! ? turn : a - b))
  }

  private readNames(): Names {
    const known = new Map<string, number>()
    const keys: NameKeys[] = []
    const of = new Uint32Array(this.rows)
    this.each((chunk, i, row) => {
      const [name, nameMn, pinyin] = [chunk.name[i]!, chunk.nameMn[i] ?? null, chunk.pinyin[i]!]
      const print = `${name}\n${nameMn ?? ''}\n${pinyin}`
      let at = known.get(print)
      if (at === undefined) {
        at = keys.push(nameKeys({ name, nameMn, pinyin })) - 1
        known.set(print, at)
      }
      of[row] = at
    })
    return { keys, of }
  }

  private add(): ListSums {
    const byStatus = Object.fromEntries(
      STATUSES.map((status) => [status, { lines: 0, fen: 0 as Fen }]),
    ) as ListSums['byStatus']
    const groups = new Map<string | null, { lines: number; fen: number }>()
    const payees = new Set<string>()
    let off = 0
    this.each((chunk, i) => {
      const fen = chunk.amountFen[i] ?? 0
      const status: LineStatus = STATUSES[chunk.status[i] ?? 0] ?? 'paid'
      const sum = byStatus[status]
      byStatus[status] = { lines: sum.lines + 1, fen: (sum.fen + fen) as Fen }
      const group = chunk.groups[chunk.group[i]!] ?? null
      const of = groups.get(group) ?? { lines: 0, fen: 0 }
      groups.set(group, { lines: of.lines + 1, fen: of.fen + fen })
      payees.add(chunk.payee[i]!)
      if (checkLine(lineAt(chunk, i)).some((check) => check?.kind === 'off')) off += 1
    })
    return {
      lines: this.rows,
      payees: payees.size,
      whole: this.whole,
      byStatus,
      groups: [...groups].map(([group, { lines, fen }]) => ({ group, lines, fen: fen as Fen })),
      off,
    }
  }

  private each(visit: (chunk: ListChunk, i: number, row: number) => void): void {
    let row = 0
    for (const chunk of this.chunks) for (let i = 0; i < chunk.lines; i++) visit(chunk, i, row++)
  }

  private placeOf(row: number): number {
    let low = 0
    let high = this.chunks.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.starts[middle]! <= row) low = middle
      else high = middle - 1
    }
    return low
  }
}
