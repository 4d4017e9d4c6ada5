import type { PayeeNumber } from '#domain/disbursement/line.ts'
import { PAYEE_NUMBER_BYTES, payeeNumberOf } from '#domain/disbursement/payee-number.ts'
import type { ImportedLine } from '../import/report.ts'
import type { PayeeRow } from '../storage/imports.ts'

const nameOf = (name: string, group: string | undefined): string => `${name}\n${group ?? ''}`

/** 128 bits of the keyed hash tell a county's people apart; half the index to keep in order. */
const KEY_DIGITS = 32
/** Random bytes for so many payees are asked for at once. */
const AT_ONCE = 200

/**
 * Gives payee numbers on one board. The same ID, as its keyed hash, is the same person. Without an ID a person is known
 * by name and group, where both the sheet and the board have that pair once; else it is somebody new, since mixing two
 * people is worse than parting one.
 */
export class PayeeNumbers {
  readonly #region: string
  readonly #random: (bytes: number) => Uint8Array
  #chance: Uint8Array = new Uint8Array()
  readonly #taken = new Set<string>()
  readonly #byKey = new Map<string, PayeeRow>()
  /** One row, or how many are called so. */
  readonly #byName = new Map<string, PayeeRow | 'several'>()
  /** New persons, to be inserted. */
  readonly fresh = new Set<PayeeRow>()
  /** Persons who stood on the board without an ID and now have one. */
  readonly recognised: PayeeRow[] = []

  constructor(region: string, known: readonly PayeeRow[], random: (bytes: number) => Uint8Array) {
    this.#region = region
    this.#random = random
    for (const row of known) this.#remember(row, nameOf(row.name, row.group_name))
  }

  #remember(row: PayeeRow, name: string): void {
    this.#taken.add(row.payee)
    if (row.person_key !== null) this.#byKey.set(row.person_key, row)
    this.#byName.set(name, this.#byName.has(name) ? 'several' : row)
  }

  #number(): PayeeNumber {
    for (;;) {
      if (this.#chance.length === 0) this.#chance = this.#random(PAYEE_NUMBER_BYTES * AT_ONCE)
      const payee = payeeNumberOf(this.#chance.subarray(0, PAYEE_NUMBER_BYTES))
      this.#chance = this.#chance.subarray(PAYEE_NUMBER_BYTES)
      if (!this.#taken.has(payee)) return payee
    }
  }

  #create(line: ImportedLine, key: string | null, name: string): PayeeRow {
    const row: PayeeRow = {
      region: this.#region,
      payee: this.#number(),
      person_key: key,
      name: line.name,
      group_name: line.group ?? '',
    }
    this.#remember(row, name)
    this.fresh.add(row)
    return row
  }

  #find(key: string | null, name: string, once: boolean): PayeeRow | null {
    const own = key === null ? undefined : this.#byKey.get(key)
    if (own) return own
    const only = once ? this.#byName.get(name) : undefined
    if (only === undefined || only === 'several') return null
    if (key === null) return only
    if (only.person_key !== null) return null
    only.person_key = key
    this.#byKey.set(key, only)
    // A person made in this very call is inserted with the key.
    if (!this.fresh.has(only)) this.recognised.push(only)
    return only
  }

  /** Numbers for the lines of one list, in their order. */
  assign(lines: readonly ImportedLine[]): PayeeNumber[] {
    const names = lines.map(({ name, group }) => nameOf(name, group))
    const keys = lines.map(({ personKey }) => personKey?.slice(0, KEY_DIGITS) ?? null)
    // Who is called so on this sheet: one person by one key, or several. Without this, somebody new would be taken for
    // the namesake made a line above.
    const called = new Map<string, string | null>()
    for (const [index, name] of names.entries()) {
      const key = keys[index] ?? null
      called.set(name, !called.has(name) || (key !== null && called.get(name) === key) ? key : '')
    }
    const once = (name: string, key: string | null) => called.get(name) === key
    return lines.map((line, index) => {
      const [key, name] = [keys[index] ?? null, names[index] ?? '']
      const row = this.#find(key, name, once(name, key)) ?? this.#create(line, key, name)
      return row.payee as PayeeNumber
    })
  }
}
