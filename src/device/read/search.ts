import type { Hash } from '#domain/board/board-state.ts'
import type { PayeeNumber } from '#domain/disbursement/line.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import { matchKeys, nameKeys, readQuery, type NameKeys } from '#domain/search/match-name.ts'
import type { PersonHit } from '../api.ts'
import type { PeopleRecord } from '../db.ts'

/** Where one line of a person is. */
export interface LinePlace {
  notice: NoticeId
  address: Hash
  row: number
}

/** Somebody whom a board names, as lists write the name and as it is asked for. */
export interface KnownPerson {
  hit: PersonHit
  keys: NameKeys
}

/** And where. */
export interface Person extends KnownPerson {
  /** Which records know this person, and as which number. */
  known: { record: PeopleRecord; index: number }[]
}

/**
 * The people of one board over all years, in memory. A key stroke walks over people, not lines: three thousand of them
 * against three hundred thousand. The same payee number is the same household in every year; the same name is not.
 */
export class SearchIndex {
  /** As on the newest list. */
  readonly people: Person[] = []
  private readonly byPayee = new Map<string, Person>()

  constructor(records: PeopleRecord[]) {
    // The newest list says how a name is written now.
    const newestFirst = [...records].sort((a, b) => (b.year ?? 0) - (a.year ?? 0))
    for (const record of newestFirst)
      record.payees.forEach((payee, index) => this.take(payee, index, record))
    const bearers = new Map<string, number>()
    for (const { keys } of this.people) bearers.set(keys.name, (bearers.get(keys.name) ?? 0) + 1)
    for (const { hit, keys } of this.people) {
      hit.namesakes = (bearers.get(keys.name) ?? 1) - 1
      hit.years.sort((a, b) => b - a)
    }
  }

  private take(payee: string, index: number, record: PeopleRecord): void {
    if (record.first[index] === record.first[index + 1]) return
    const name = record.names[index] ?? ''
    const nameMn = record.namesMn[index] ?? null
    let person = this.byPayee.get(payee)
    if (!person) {
      person = {
        hit: { payee: payee as PayeeNumber, name, nameMn, groups: [], namesakes: 0, years: [] },
        keys: nameKeys({ name, nameMn, pinyin: record.pinyin[index] ?? '' }),
        known: [],
      }
      this.byPayee.set(payee, person)
      this.people.push(person)
    }
    const { hit } = person
    if (hit.nameMn === null && nameMn !== null) {
      hit.nameMn = nameMn
      person.keys = nameKeys({ name: hit.name, nameMn, pinyin: record.pinyin[index] ?? '' })
    }
    for (const group of record.groups[index] ?? [])
      if (!hit.groups.includes(group)) hit.groups.push(group)
    if (record.year !== null && !hit.years.includes(record.year)) hit.years.push(record.year)
    person.known.push({ record, index })
  }

  get size(): number {
    return this.people.length
  }

  /** Best answers first: the name itself, its beginning, anywhere in it, initials; then as on the newest list. */
  search(text: string, limit: number): PersonHit[] {
    const query = readQuery(text)
    const found: { rank: number; at: number; hit: PersonHit }[] = []
    this.people.forEach(({ keys, hit }, at) => {
      const rank = matchKeys(query, keys)
      if (rank !== null) found.push({ rank, at, hit })
    })
    found.sort((a, b) => a.rank - b.rank || a.hit.name.length - b.hit.name.length || a.at - b.at)
    return found.slice(0, limit).map(({ hit }) => copyOf(hit))
  }

  find(payee: string): { hit: PersonHit; lines: LinePlace[] } | null {
    const person = this.byPayee.get(payee)
    if (!person) return null
    const lines: LinePlace[] = []
    for (const { record, index } of person.known) {
      const end = record.first[index + 1] ?? 0
      for (let line = record.first[index] ?? 0; line < end; line++) {
        const object = record.objects[record.object[line] ?? -1]
        if (object) lines.push({ ...object, row: record.row[line] ?? 0 })
      }
    }
    return { hit: copyOf(person.hit), lines }
  }
}

export const copyOf = (hit: PersonHit): PersonHit => ({
  ...hit,
  groups: [...hit.groups],
  years: [...hit.years],
})
