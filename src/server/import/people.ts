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

interface SameName {
  lines: number
  /** Of the first line; null where the sheet has no ID numbers: then every line is somebody else. */
  personKey: string | null
  several: boolean
}

/** How many lines of one sheet share village and name with another person's. */
export function namesakesIn(
  lines: Iterable<{ region: string; name: string; personKey: string | null }>,
): { groups: number; lines: number } {
  const regions = new Map<string, Map<string, SameName>>()
  for (const { region, name, personKey } of lines) {
    let names = regions.get(region)
    if (names === undefined) regions.set(region, (names = new Map()))
    const same = names.get(name)
    if (same === undefined) names.set(name, { lines: 1, personKey, several: false })
    else {
      same.lines++
      if (personKey === null || personKey !== same.personKey) same.several = true
    }
  }
  const found = { groups: 0, lines: 0 }
  for (const names of regions.values()) {
    for (const same of names.values()) {
      if (!same.several) continue
      found.groups++
      found.lines += same.lines
    }
  }
  return found
}
