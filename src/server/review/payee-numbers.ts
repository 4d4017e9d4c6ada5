import type { PayeeNumber } from '#domain/disbursement/line.ts'
import { PAYEE_NUMBER_BYTES, payeeNumberOf } from '#domain/disbursement/payee-number.ts'
import type { ImportedLine } from '../import/report.ts'
import type { PayeeRow } from '../storage/imports.ts'

const nameOf = (line: { name: string; group?: string }): string =>
  `${line.name}\n${line.group ?? ''}`

/**
 * Gives payee numbers on one board. The same ID, as its keyed hash, is the same person. Without an ID a person is known
 * by name and group, where both the sheet and the board have that pair once; else it is somebody new, since mixing two
 * people is worse than parting one.
 */
export class PayeeNumbers {
  readonly #region: string
  readonly #random: (bytes: number) => Uint8Array
  readonly #taken = new Set<string>()
  readonly #byKey = new Map<string, PayeeRow>()
  readonly #byName = new Map<string, PayeeRow[]>()
  /** New persons, to be inserted. */
  readonly fresh = new Set<PayeeRow>()
  /** Persons who stood on the board without an ID and now have one. */
  readonly recognised: PayeeRow[] = []

  constructor(region: string, known: readonly PayeeRow[], random: (bytes: number) => Uint8Array) {
    this.#region = region
    this.#random = random
    for (const row of known) this.#remember(row)
  }

  #remember(row: PayeeRow): void {
    this.#taken.add(row.payee)
    if (row.person_key !== null) this.#byKey.set(row.person_key, row)
    const name = `${row.name}\n${row.group_name}`
    const namesakes = this.#byName.get(name)
    if (namesakes) namesakes.push(row)
    else this.#byName.set(name, [row])
  }

  #create(line: ImportedLine): PayeeRow {
    let payee: string
    do payee = payeeNumberOf(this.#random(PAYEE_NUMBER_BYTES))
    while (this.#taken.has(payee))
    const row: PayeeRow = {
      region: this.#region,
      payee,
      person_key: line.personKey,
      name: line.name,
      group_name: line.group ?? '',
    }
    this.#remember(row)
    this.fresh.add(row)
    return row
  }

  #find(line: ImportedLine, once: boolean): PayeeRow | null {
    const own = line.personKey === null ? undefined : this.#byKey.get(line.personKey)
    if (own) return own
    const [only, ...others] = this.#byName.get(nameOf(line)) ?? []
    if (!once || !only || others.length > 0) return null
    if (line.personKey === null) return only
    if (only.person_key !== null) return null
    only.person_key = line.personKey
    this.#byKey.set(line.personKey, only)
    // A person made in this very call is inserted with the key.
    if (!this.fresh.has(only)) this.recognised.push(only)
    return only
  }

  /** Numbers for the lines of one list, in their order. */
  assign(lines: readonly ImportedLine[]): PayeeNumber[] {
    const people = new Map<string, Set<string>>()
    for (const [index, line] of lines.entries()) {
      const name = nameOf(line)
      const set = people.get(name) ?? new Set<string>()
      people.set(name, set.add(line.personKey ?? `line ${index}`))
    }
    // Without this, somebody new on the same sheet would be taken for the namesake made a line above.
    const once = lines.map((line) => people.get(nameOf(line))?.size === 1)
    return lines.map((line, index) => {
      const row = this.#find(line, once[index] ?? false) ?? this.#create(line)
      return row.payee as PayeeNumber
    })
  }
}
