import { parseDay } from '../calendar/day.ts'
import {
  integerAt,
  listAt,
  MalformedError,
  objectAt,
  textAt,
  textsAt,
  wordAt,
} from '../malformed.ts'
import { isDecimal } from '../money/decimal.ts'
import type { Both } from '../region/region.ts'
import { DEFAULT_PERIOD } from './period-rule.ts'
import type { Program, PublicColumn, PublicityPeriod, Rate } from './program.ts'

const COLUMNS: readonly PublicColumn[] = ['group', 'parts', 'note', 'status', 'nameMn']

/** Reads a county's programs; codes stand once. Throws MalformedError. A program without a period gets the default. */
export function parsePrograms(json: unknown): Program[] {
  const programs = listAt(json, 'programs', parseProgram)
  if (new Set(programs.map((program) => program.code)).size !== programs.length)
    throw new MalformedError('programs: a code stands twice')
  return programs
}

/** A program by its code, name or other name, width and spaces aside. Null where none fits, or several do. */
export function findProgram(programs: readonly Program[], codeOrName: string): Program | null {
  const wanted = plain(codeOrName)
  if (wanted === '') return null
  const byCode = programs.find((program) => plain(program.code) === wanted)
  if (byCode) return byCode
  const found = programs.filter(({ name, aliases }) =>
    [name.zh, name.mn ?? '', ...aliases].some((known) => plain(known) === wanted),
  )
  return found.length === 1 ? (found[0] ?? null) : null
}

const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s\u200B\u2060\uFEFF]/g, '')
    .toLowerCase()

function parseProgram(value: unknown, where: string): Program {
  const given = objectAt(value, where)
  const since = typeof given['since'] === 'string' ? parseDay(given['since']) : undefined
  if (since === null) throw new MalformedError(`${where}.since`)
  const program: Program = {
    code: textAt(given['code'], `${where}.code`),
    name: bothAt(given['name'], `${where}.name`),
    aliases: textsAt(given['aliases'] ?? [], `${where}.aliases`),
    item: textAt(given['item'], `${where}.item`),
    unit: textAt(given['unit'], `${where}.unit`),
    rates: listAt(given['rates'] ?? [], `${where}.rates`, parseRate),
    publicColumns: listAt(given['publicColumns'] ?? [], `${where}.publicColumns`, (column, at) =>
      wordAt(column, COLUMNS, at),
    ),
    period:
      given['period'] === undefined
        ? DEFAULT_PERIOD
        : parsePeriod(given['period'], `${where}.period`),
    basis: textsAt(given['basis'] ?? [], `${where}.basis`),
    office: bothAt(given['office'], `${where}.office`),
    phone: textAt(given['phone'], `${where}.phone`),
    privacy: wordAt(given['privacy'], ['list', 'aggregate'], `${where}.privacy`),
    rule: bothAt(given['rule'], `${where}.rule`),
  }
  if (since) program.since = since
  return program
}

function parseRate(value: unknown, where: string): Rate {
  const given = objectAt(value, where)
  const rate = textAt(given['rate'], `${where}.rate`)
  if (!isDecimal(rate)) throw new MalformedError(`${where}.rate`)
  return {
    what: textAt(given['what'], `${where}.what`),
    year: integerAt(given['year'], `${where}.year`, 1949),
    rate,
    unit: textAt(given['unit'], `${where}.unit`),
    rateUnit: textAt(given['rateUnit'], `${where}.rateUnit`),
  }
}

function parsePeriod(value: unknown, where: string): PublicityPeriod {
  const given = objectAt(value, where)
  return {
    number: integerAt(given['number'], `${where}.number`, 1),
    unit: wordAt(given['unit'], ['day', 'workingDay'], `${where}.unit`),
    source: textAt(given['source'], `${where}.source`),
  }
}

function bothAt(value: unknown, where: string): Both {
  const given = objectAt(value, where)
  const text: Both = { zh: textAt(given['zh'], `${where}.zh`) }
  if (given['mn'] !== undefined) text.mn = textAt(given['mn'], `${where}.mn`)
  return text
}
