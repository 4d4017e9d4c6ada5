interface Seen {
  name: string
  row: number
  sheet: string | null
  batch: string | null
}

/** Follows persons over all lines of a file by the keyed hash of their ID numbers, never by the numbers. */
export class People {
  private readonly seen = new Map<string, Seen>()

  /**
   * The same ID number on two lines: two names are an error, one name twice in one batch is
   * told. Month after month the same household is what a list of months is made of.
   */
  meet(key: string, seen: Seen): { kind: 'error' | 'warning'; first: Seen } | null {
    const first = this.seen.get(key)
    if (first === undefined) {
      this.seen.set(key, seen)
      return null
    }
    if (first.name !== seen.name) return { kind: 'error', first }
    if (first.batch === seen.batch) return { kind: 'warning', first }
    this.seen.set(key, seen)
    return null
  }
}

/** How many lines of one sheet share village and name with another person's. */
export function namesakesIn(
  lines: Iterable<{ region: string; name: string; personKey: string | null }>,
): {
  groups: number
  lines: number
} {
  const groups = new Map<string, { lines: number; persons: Set<string>; unknown: number }>()
  for (const { region, name, personKey } of lines) {
    const key = `${region}\n${name}`
    let group = groups.get(key)
    if (group === undefined) groups.set(key, (group = { lines: 0, persons: new Set(), unknown: 0 }))
    group.lines++
    if (personKey === null) group.unknown++
    else group.persons.add(personKey)
  }
  let found = 0
  let among = 0
  for (const group of groups.values()) {
    if (group.persons.size + group.unknown < 2) continue
    found++
    among += group.lines
  }
  return { groups: found, lines: among }
}
