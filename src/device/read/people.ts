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

/** What is gathered of one shelf: a column a fact, of people and of their lines. */
interface Gathered {
  indexOf: Map<string, number>
  payees: string[]
  names: string[]
  namesMn: (string | null)[]
  pinyin: string[]
  groups: string[][]
  /** Which list a person's name was taken from: the latest list says how a name is written. */
  namedBy: number[]
  person: number[]
  object: number[]
  row: number[]
}

/**
 * Gathers the people of one shelf, list by list, in whatever order lists arrive. Three numbers a line, nothing else: no
 * object a line, so that a hundred thousand of them cost a phone next to nothing.
 */
export class PeopleBuilder {
  private readonly region: RegionCode
  private readonly shelf: string
  private readonly year: number | null
  private readonly objects: { address: Hash; notice: NoticeId }[]
  private readonly placeOf = new Map<Hash, number>()
  // In one plain thing: on the oldest browsers each look at a private name is a call, and there is one a line.
  private readonly gathered: Gathered = {
    indexOf: new Map(),
    payees: [],
    names: [],
    namesMn: [],
    pinyin: [],
    groups: [],
    namedBy: [],
    person: [],
    object: [],
    row: [],
  }

  /** `objects`: every list that will be added, in the order of publishing. */
  constructor(
    region: RegionCode,
    shelf: string,
    year: number | null,
    objects: { address: Hash; notice: NoticeId }[],
  ) {
    this.region = region
    this.shelf = shelf
    this.year = year
    this.objects = objects
    objects.forEach(({ address }, place) => this.placeOf.set(address, place))
  }

  /**
   * Takes over what an earlier index of this shelf knows of the lists that stay, but those in `anew`, which will be added
   * again. Answers the lists it took.
   */
  takeOver(before: PeopleRecord, anew: ReadonlySet<Hash>): Set<Hash> {
    const gathered = this.gathered
    const places = before.objects.map(({ address }) =>
      anew.has(address) ? undefined : this.placeOf.get(address),
    )
    const taken = new Set<Hash>()
    before.payees.forEach((payee, person) => {
      const end = before.first[person + 1] ?? 0
      for (let line = before.first[person] ?? 0; line < end; line++) {
        const place = places[before.object[line] ?? -1]
        if (place === undefined) continue
        // The earlier index keeps one name a person; that it is the newest of the lists that stay is close enough
        // until the next list with this person comes.
        const index = personOf(gathered, payee)
        nameBy(gathered, index, place, before, person)
        for (const group of before.groups[person] ?? []) addGroup(gathered, index, group)
        addLine(gathered, index, place, before.row[line] ?? 0)
      }
    })
    before.objects.forEach(({ address }, at) => {
      if (places[at] !== undefined) taken.add(address)
    })
    return taken
  }

  add(address: Hash, list: ListedPeople): void {
    const place = this.placeOf.get(address)
    if (place === undefined) return
    const gathered = this.gathered
    const names = { names: list.name, namesMn: list.nameMn, pinyin: list.pinyin }
    let index = -1
    for (let row = 0; row < list.payee.length; row++) {
      const payee = list.payee[row] ?? ''
      // Most lists of a village have its people in the same order, and looking next door is quicker than looking up.
      index = gathered.payees[index + 1] === payee ? index + 1 : personOf(gathered, payee)
      nameBy(gathered, index, place, names, row)
      const group = list.groups[list.group[row] ?? -1]
      if (group !== undefined) addGroup(gathered, index, group)
      addLine(gathered, index, place, row)
    }
  }

  /** Lines by person, each person's by list and row. Two stable counting sorts. */
  record(): PeopleRecord {
    const lines = this.gathered
    const { payees, names, namesMn, pinyin, groups } = lines
    const byObject = countingSort(lines.object, this.objects.length, identity(lines.object.length))
    const { order, first } = countingSort(lines.person, payees.length, byObject.order)
    const object = new Uint16Array(order.length)
    const row = new Uint16Array(order.length)
    for (let at = 0; at < order.length; at++) {
      object[at] = lines.object[order[at]!]!
      row[at] = lines.row[order[at]!]!
    }
    return {
      region: this.region,
      shelf: this.shelf,
      year: this.year,
      payees,
      names,
      namesMn,
      pinyin,
      groups,
      objects: this.objects,
      first,
      object,
      row,
    }
  }
}

/** The number of a person, a new one where nobody has this payee number yet. */
function personOf(to: Gathered, payee: string): number {
  const known = to.indexOf.get(payee)
  if (known !== undefined) return known
  const index = to.payees.push(payee) - 1
  to.indexOf.set(payee, index)
  to.names.push('')
  to.namesMn.push(null)
  to.pinyin.push('')
  to.groups.push([])
  to.namedBy.push(-1)
  return index
}

/** Takes a person's name from row `row` of the list at `place`, unless a later list has given it. */
function nameBy(
  to: Gathered,
  index: number,
  place: number,
  from: Pick<PeopleRecord, 'names' | 'namesMn' | 'pinyin'>,
  row: number,
): void {
  const nameMn = from.namesMn[row] ?? null
  if (to.namedBy[index]! <= place) {
    to.namedBy[index] = place
    to.names[index] = from.names[row] ?? ''
    to.pinyin[index] = from.pinyin[row] ?? ''
    // One list may lack the Mongolian name that another has.
    if (nameMn !== null) to.namesMn[index] = nameMn
  } else if (to.namesMn[index] === null) to.namesMn[index] = nameMn
}

function addGroup(to: Gathered, index: number, group: string): void {
  const groups = to.groups[index]
  if (groups && !groups.includes(group)) groups.push(group)
}

function addLine(to: Gathered, index: number, place: number, row: number): void {
  to.person.push(index)
  to.object.push(place)
  to.row.push(row)
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
