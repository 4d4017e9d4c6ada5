import type { Hash } from '#domain/board/board-state.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import type { RegionCode } from '#domain/region/region.ts'
import type { ListChunk } from '#protocol/shapes.ts'
import type { PeopleRecord } from '../db.ts'

/** Columns of a list that the index is made of. */
export type ListedPeople = Pick<
  ListChunk,
  'payee' | 'name' | 'nameMn' | 'pinyin' | 'groups' | 'group'
>

/**
 * Gathers the people of one shelf, list by list, in whatever order lists arrive. Three numbers a line, nothing else: no
 * object a line, so that a hundred thousand of them cost a phone next to nothing.
 */
export class PeopleBuilder {
  readonly #region: RegionCode
  readonly #shelf: string
  readonly #year: number | null
  readonly #objects: { address: Hash; notice: NoticeId }[]
  readonly #placeOf = new Map<Hash, number>()
  readonly #indexOf = new Map<string, number>()
  readonly #payees: string[] = []
  readonly #names: string[] = []
  readonly #namesMn: (string | null)[] = []
  readonly #pinyin: string[] = []
  readonly #groups: string[][] = []
  /** Which list a person's name was taken from: the latest list says how a name is written. */
  readonly #namedBy: number[] = []
  readonly #person: number[] = []
  readonly #object: number[] = []
  readonly #row: number[] = []

  /** `objects`: every list that will be added, in the order of publishing. */
  constructor(
    region: RegionCode,
    shelf: string,
    year: number | null,
    objects: { address: Hash; notice: NoticeId }[],
  ) {
    this.#region = region
    this.#shelf = shelf
    this.#year = year
    this.#objects = objects
    objects.forEach(({ address }, place) => this.#placeOf.set(address, place))
  }

  /**
   * Takes over what an earlier index of this shelf knows of the lists that stay, but those in `anew`, which will be added
   * again. Answers the lists it took.
   */
  takeOver(before: PeopleRecord, anew: ReadonlySet<Hash>): Set<Hash> {
    const places = before.objects.map(({ address }) =>
      anew.has(address) ? undefined : this.#placeOf.get(address),
    )
    const taken = new Set<Hash>()
    before.payees.forEach((payee, person) => {
      const end = before.first[person + 1] ?? 0
      for (let line = before.first[person] ?? 0; line < end; line++) {
        const place = places[before.object[line] ?? -1]
        if (place === undefined) continue
        // The earlier index keeps one name a person; that it is the newest of the lists that stay is close enough
        // until the next list with this person comes.
        const index = this.#take(payee, place, {
          name: before.names[person] ?? '',
          nameMn: before.namesMn[person] ?? null,
          pinyin: before.pinyin[person] ?? '',
        })
        for (const group of before.groups[person] ?? []) this.#addGroup(index, group)
        this.#place(index, place, before.row[line] ?? 0)
      }
    })
    before.objects.forEach(({ address }, at) => {
      if (places[at] !== undefined) taken.add(address)
    })
    return taken
  }

  add(address: Hash, list: ListedPeople): void {
    const place = this.#placeOf.get(address)
    if (place === undefined) return
    list.payee.forEach((payee, row) => {
      const index = this.#take(payee, place, {
        name: list.name[row] ?? '',
        nameMn: list.nameMn[row] ?? null,
        pinyin: list.pinyin[row] ?? '',
      })
      const group = list.groups[list.group[row] ?? -1]
      if (group !== undefined) this.#addGroup(index, group)
      this.#place(index, place, row)
    })
  }

  /** Lines by person, each person's by list and row. Two stable counting sorts. */
  record(): PeopleRecord {
    const byObject = countingSort(this.#object, this.#objects.length, identity(this.#person.length))
    const { order, first } = countingSort(this.#person, this.#payees.length, byObject.order)
    const object = new Uint16Array(order.length)
    const row = new Uint16Array(order.length)
    order.forEach((line, at) => {
      object[at] = this.#object[line] ?? 0
      row[at] = this.#row[line] ?? 0
    })
    return {
      region: this.#region,
      shelf: this.#shelf,
      year: this.#year,
      payees: this.#payees,
      names: this.#names,
      namesMn: this.#namesMn,
      pinyin: this.#pinyin,
      groups: this.#groups,
      objects: this.#objects,
      first,
      object,
      row,
    }
  }

  #take(
    payee: string,
    place: number,
    named: { name: string; nameMn: string | null; pinyin: string },
  ): number {
    let index = this.#indexOf.get(payee)
    if (index === undefined) {
      index = this.#payees.push(payee) - 1
      this.#indexOf.set(payee, index)
      this.#groups.push([])
      this.#namedBy.push(-1)
    }
    if ((this.#namedBy[index] ?? -1) <= place) {
      this.#namedBy[index] = place
      this.#names[index] = named.name
      // One list may lack the Mongolian name that another has.
      this.#namesMn[index] = named.nameMn ?? this.#namesMn[index] ?? null
      this.#pinyin[index] = named.pinyin
    } else if (this.#namesMn[index] === null) this.#namesMn[index] = named.nameMn
    return index
  }

  #addGroup(index: number, group: string): void {
    const groups = this.#groups[index]
    if (groups && !groups.includes(group)) groups.push(group)
  }

  #place(index: number, place: number, row: number): void {
    this.#person.push(index)
    this.#object.push(place)
    this.#row.push(row)
  }
}

const identity = (length: number): Uint32Array => {
  const order = new Uint32Array(length)
  for (let i = 0; i < length; i++) order[i] = i
  return order
}

/** Puts `order` (line numbers) in the order of `keys[line] < count`; `first[k]` is where key k begins. */
function countingSort(
  keys: number[],
  count: number,
  order: Uint32Array,
): { order: Uint32Array; first: Uint32Array } {
  const first = new Uint32Array(count + 1)
  for (const key of keys) first[key + 1]!++
  for (let key = 0; key < count; key++) first[key + 1]! += first[key]!
  const next = first.slice()
  const sorted = new Uint32Array(order.length)
  for (const line of order) sorted[next[keys[line]!]!++] = line
  return { order: sorted, first }
}
