import type { Log, ReadLine } from './run.ts'
import type { TableRead } from './sums.ts'

export interface FoundTables {
  read: TableRead[]
  skipped: string[]
}

/**
 * Takes out sheets that say again what others of the same file say: a table without persons beside lists of persons,
 * a list of all beside a list for each village, a copy. Counting them would pay everybody twice. Where it is not clear
 * which of two is meant, the log says so.
 */
export function withoutRepetition(found: FoundTables, log: Log): FoundTables {
  return withoutCopies(withoutSummaries(found, log), log)
}

function withoutSummaries(found: FoundTables, log: Log): FoundTables {
  const lists = found.read.filter(({ table }) => table.plan !== null && !table.plan.aggregate)
  if (lists.length === 0) return found
  const summaries = found.read.filter(({ table }) => table.plan?.aggregate === true)
  for (const summary of summaries) {
    const row = wrongRow(summary, lists)
    if (row === null) continue
    const column = summary.table.plan?.amount?.label ?? null
    log.error({ ...sheetOf(summary), row, column, code: 'totalMismatch' })
  }
  return without(found, summaries, 'summarySheet', log)
}

/**
 * A row of a summary that gives a place another sum than its lists do. Only a summary that speaks of the very places of
 * the lists, each once, is held to them: another may be about other years or other money.
 */
function wrongRow({ table }: TableRead, lists: TableRead[]): number | null {
  const { plan } = table
  if (plan === null || plan.amount === null || plan.plannedOnly || lists.some(isPlanned))
    return null
  const sums = new Map<string, { all: number; paid: number }>()
  for (const { table: list } of lists)
    for (const { region, amountFen, status } of list.lines)
      for (const place of [region, `${region.slice(0, 9)}000`]) {
        const sum = sums.get(place) ?? { all: 0, paid: 0 }
        sum.all += amountFen
        if (status === 'paid' || status === 'reissued') sum.paid += amountFen
        sums.set(place, sum)
      }
  const places = new Set(table.lines.map(({ region }) => region))
  if (places.size !== table.lines.length || [...places].some((place) => !sums.has(place)))
    return null
  // As exact as it is usually written: to the hundredth of 万元, to the whole yuan.
  const within = plan.amount.unit === '元' ? 50 : 5000
  const wrong = table.lines.find(({ region, amountFen }) => {
    const { all, paid } = sums.get(region)!
    return [all, paid].every((sum) => Math.abs(sum - amountFen) > within)
  })
  return wrong?.row ?? null
}

const isPlanned = ({ table }: TableRead): boolean => table.plan?.plannedOnly === true

function withoutCopies(found: FoundTables, log: Log): FoundTables {
  const lists = found.read.filter(({ table }) => table.lines.length > 0)
  if (lists.length < 2) return found
  const out: TableRead[] = []
  for (const one of [...lists].sort((a, b) => b.table.lines.length - a.table.lines.length)) {
    const own = one.table.lines.length
    if (out.includes(one) || own < 2) continue
    const others = lists.filter((other) => other !== one && !out.includes(other))
    const shared = sharedLines(one, others)
    const count = [...shared.values()].reduce((sum, lines) => sum + lines, 0)
    if (count * 2 < own) continue
    const same = [...shared].filter(
      ([other, lines]) => lines === own && own === other.table.lines.length,
    )
    const copies = same.map(([other]) => other).filter(isCopy)
    if (count === own && shared.size > 1 && count === linesIn(shared.keys())) out.push(one)
    else if (copies.length > 0) out.push(...copies)
    else if (same.length > 0 && isCopy(one)) out.push(one)
    else {
      const last = [one, ...shared.keys()].sort((a, b) => lists.indexOf(b) - lists.indexOf(a))[0]!
      log.error({ ...sheetOf(last), row: null, column: null, code: 'sheetRepeated' })
      return found
    }
  }
  return without(found, out, 'repeatedSheet', log)
}

/** How many lines of a sheet stand in each of the others as well: who, where, for when and how much. */
function sharedLines(one: TableRead, others: TableRead[]): Map<TableRead, number> {
  const open = new Map<string, number>()
  for (const line of one.table.lines) open.set(keyOf(line), (open.get(keyOf(line)) ?? 0) + 1)
  const shared = new Map<TableRead, number>()
  for (const other of others)
    for (const line of other.table.lines) {
      const key = keyOf(line)
      const left = open.get(key) ?? 0
      if (left === 0) continue
      open.set(key, left - 1)
      shared.set(other, (shared.get(other) ?? 0) + 1)
    }
  return shared
}

const keyOf = ({ region, year, batch, name, amountFen }: ReadLine): string =>
  [region, year, batch, name, amountFen].join('\n')

const linesIn = (tables: Iterable<TableRead>): number =>
  [...tables].reduce((sum, { table }) => sum + table.lines.length, 0)

/** 花名册 (2), 花名册副本, 备份 */
const isCopy = ({ name }: TableRead): boolean =>
  /[(（]\d+[)）]$|副本|备份|复制|拷贝|copy|backup/i.test(name?.trim() ?? '')

const sheetOf = ({ name }: TableRead): { sheet?: string } => (name === null ? {} : { sheet: name })

function without(
  found: FoundTables,
  out: TableRead[],
  code: 'summarySheet' | 'repeatedSheet',
  log: Log,
): FoundTables {
  if (out.length === 0) return found
  const names = new Set(out.map(({ name }) => name))
  for (const one of out) log.assume({ code, ...sheetOf(one) })
  const read = found.read.filter((one) => !out.includes(one))
  // That a person stands in a sheet that does not count is nothing to be told.
  for (const { table } of read) table.log.forgetSheets(names)
  return { read, skipped: [...found.skipped, ...out.flatMap(({ name }) => name ?? [])] }
}
