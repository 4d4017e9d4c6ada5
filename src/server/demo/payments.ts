import type { Aggregate } from '#domain/disbursement/disbursement.ts'
import type { LineStatus, Part } from '#domain/disbursement/line.ts'
import type { Decimal } from '#domain/money/decimal.ts'
import type { Fen } from '#domain/money/fen.ts'
import type { Program } from '#domain/program/program.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { DEMO_TOWNSHIPS, DEMO_VILLAGES, type DemoVillage } from './households.ts'
import { seeded, seedOf } from './seeded.ts'

type Village = (typeof DEMO_VILLAGES)[number]

/** One household's line, before it has a payee number. `person` is its place in the village. */
export interface DemoLine {
  person: number
  name: string
  nameMn?: string
  group?: string
  parts: Part[]
  amountFen: Fen
  status: LineStatus
  note?: string
}

export interface DemoPayment {
  region: RegionCode
  program: string
  year: number
  batch: string | null
  lines: DemoLine[]
  aggregate: Aggregate | null
}

const fen = (amount: number | bigint): Fen => Number(amount) as Fen
/** Without zeros at the end, as exact decimals are written. */
const plainDecimal = (value: number, places: number): string =>
  value.toFixed(places).replace(/\.?0+$/, '')
const decimal = (text: string): Decimal => text as Decimal

/** area (two decimals) × rate (four), rounded to the fen. */
function times(quantity: string, rate: string): Fen {
  const scaled = (text: string, places: number): bigint => {
    const [whole = '0', part = ''] = text.split('.')
    return BigInt(whole + part.padEnd(places, '0').slice(0, places))
  }
  return fen((scaled(quantity, 2) * scaled(rate, 4) + 5_000n) / 10_000n)
}

const sum = (parts: Part[]): Fen =>
  fen(parts.reduce((total, part) => total + (part.amountFen ?? 0), 0))

const STATUS_OF_NOTE: Record<string, LineStatus> = {
  退回后重新发放: 'reissued',
}

function line(village: Village, person: number, parts: Part[], note = ''): DemoLine {
  const [name, group, nameMn] = village.people[person] ?? ['', '', '']
  return {
    person,
    name,
    ...(nameMn ? { nameMn } : {}),
    ...(group ? { group } : {}),
    parts,
    amountFen: sum(parts),
    status: STATUS_OF_NOTE[note] ?? 'paid',
    ...(note ? { note } : {}),
  }
}

/** Households that hold grassland also till, plant and buy: lists of other sheets are laid over them, group by group. */
function landholder(village: Village, list: string): (person: number) => number {
  const random = seeded(seedOf(village.region, list))
  const taken = new Set<number>()
  return (person) => {
    const group = village.people[person]?.[1]
    const pool = village.grassland
      .map(([holder]) => holder)
      .filter((holder) => !taken.has(holder) && (!group || village.people[holder]?.[1] === group))
    const chosen = pool[Math.floor(random() * pool.length)] ?? person
    taken.add(chosen)
    return chosen
  }
}

/** Some of the landholders, always the same ones for a list. */
function someHolders(village: Village, list: string, count: number): number[] {
  const choose = landholder(village, list)
  return Array.from({ length: count }, () => choose(-1)).sort((a, b) => a - b)
}

/** An area of an earlier year: most stay, some differ a little. */
function areaIn(year: number, area: string, random: () => number): string {
  if (area === '' || year === 2025 || random() < 0.88) return area
  const changed = Math.round(Number(area) * 100 * (0.94 + random() * 0.12))
  return plainDecimal(changed / 100, 2)
}

const rateOf = (program: Program, what: string, year: number): string =>
  program.rates.find((rate) => rate.what === what && rate.year === year)?.rate ?? '0'

function landPart(program: Program, what: string, year: number, area: string, paid?: number): Part {
  const rate = rateOf(program, what, year)
  return {
    what,
    quantity: decimal(area),
    unit: '亩',
    rate: decimal(rate),
    rateUnit: '元/亩',
    amountFen: paid === undefined ? times(area, rate) : fen(paid),
  }
}

type Maker = (village: Village, program: Program, year: number) => DemoLine[]

function grasslandRow(
  village: Village,
  program: Program,
  year: number,
  row: DemoVillage['grassland'][number],
  random: () => number,
): DemoLine {
  const [person, grazingBan, banFen, balance, balanceFen, , note] = row
  const parts: Part[] = []
  const ban = areaIn(year, grazingBan, random)
  const rest = areaIn(year, balance, random)
  const asPaid = (area: string, before: string, paid: number) =>
    year === 2025 && area === before ? paid : undefined
  if (ban) parts.push(landPart(program, '禁牧', year, ban, asPaid(ban, grazingBan, banFen)))
  if (rest) parts.push(landPart(program, '草畜平衡', year, rest, asPaid(rest, balance, balanceFen)))
  return line(village, person, parts, year === 2025 ? note : '')
}

const grassland: Maker = (village, program, year) => {
  const random = seeded(seedOf(village.region, 'grassland', year))
  const rows = village.grassland.map((row) => grasslandRow(village, program, year, row, random))
  if (year === 2025) return rows
  return [...rows, ...bilingual(village, program, year)]
}

const bilingual: Maker = (village, program, year) =>
  (village.bilingual ?? []).map(([person, ban, balance]) => {
    const parts: Part[] = []
    if (ban) parts.push(landPart(program, '禁牧', year, ban))
    if (balance) parts.push(landPart(program, '草畜平衡', year, balance))
    return line(village, person, parts)
  })

/** The list of 2025 as the office put it right. */
export function correctedGrassland(village: Village, program: Program): DemoLine[] {
  const random = seeded(seedOf(village.region, 'correction'))
  const { removed, put } = village.correction
  const changed = new Map(put.map((row) => [row[0], row]))
  const kept = village.grassland
    .filter(([person]) => changed.has(person) || !removed.includes(person))
    .map((row) => changed.get(row[0]) ?? row)
  const added = put.filter(([person]) => !village.grassland.some((row) => row[0] === person))
  return [...kept, ...added].map((row) => grasslandRow(village, program, 2025, row, random))
}

const farmland: Maker = (village, program, year) => {
  const holder = landholder(village, 'farmland')
  const random = seeded(seedOf(village.region, 'farmland', year))
  return village.farmland.map(([person, area, paid, note]) => {
    const now = areaIn(year, area, random)
    const part = landPart(program, '补贴面积', year, now, year === 2025 ? paid : undefined)
    return line(village, holder(person), [part], year === 2025 ? note : '')
  })
}

const forest: Maker = (village, program, year) => {
  const holder = landholder(village, 'forest')
  return (village.forest ?? []).map(([person, area, paid]) =>
    line(village, holder(person), [
      landPart(program, '公益林', year, area, year === 2025 ? paid : undefined),
    ]),
  )
}

const planted =
  (list: string, whats: string[], count: number, most: number): Maker =>
  (village, program, year) => {
    const random = seeded(seedOf(village.region, list, year))
    return someHolders(village, list, count).map((person) => {
      const what = whats[Math.floor(random() * whats.length)] ?? whats[0] ?? ''
      const area = plainDecimal(10 + random() * most, 1)
      return line(village, person, [landPart(program, what, year, area)])
    })
  }

const machines: Maker = (village, _program, year) => {
  const holder = landholder(village, `machines-${year}`)
  const some = village.machines.filter((_, index) => year === 2025 || index % 3 !== year % 3)
  return some.map(([person, what, pieces, each, paid]) => {
    const rate = decimal(String(each / 100))
    const quantity = decimal(String(pieces))
    return line(village, holder(person), [
      { what, quantity, unit: '台', rate, rateUnit: '元/台', amountFen: fen(paid) },
    ])
  })
}

const elderly: Maker = (village, _program, year) =>
  village.elderly
    .filter(([person]) => year === 2025 || person % 5 !== year % 5)
    .map(([person, what, months, rate, paid, note]) => {
      const asSheet = year === 2025
      const count = asSheet ? months : 12
      return line(
        village,
        person,
        [
          {
            what,
            quantity: decimal(String(count)),
            unit: '月',
            rate: decimal(String(rate / 100)),
            rateUnit: '元/月',
            amountFen: fen(asSheet ? paid : rate * count),
          },
        ],
        asSheet ? note : '',
      )
    })

/** 2025 month by month as the sheets have it; earlier years by quarters, with that year's rates. */
function allowance(village: Village, program: Program, year: number, month: number): DemoLine[] {
  const quarterly = year < 2025
  return village.allowance
    .filter(([sheet]) => sheet === month)
    .map(([, person, kind, heads, paid]) => {
      const what = `${kind}类`
      const rate = rateOf(program, what, year)
      return line(village, person, [
        {
          what,
          quantity: decimal(String(heads)),
          unit: '人',
          rate: decimal(rate),
          rateUnit: '元/人·月',
          ...(quarterly ? { times: decimal('3') } : {}),
          amountFen: fen(quarterly ? heads * Number(rate) * 100 * 3 : paid),
        },
      ])
    })
}

const destitute: Maker = (village, program, year) =>
  someHolders(village, 'destitute', village.region.endsWith('201') ? 3 : 2).map((person) => {
    const rate = rateOf(program, '分散供养', year)
    return line(village, person, [
      {
        what: '分散供养',
        quantity: decimal('1'),
        unit: '人',
        rate: decimal(rate),
        rateUnit: '元/人·月',
        times: decimal('12'),
        amountFen: fen(Number(rate) * 100 * 12),
      },
    ])
  })

const relief: Maker = (village, _program, year) => {
  const random = seeded(seedOf(village.region, 'relief', year))
  const count = 3 + Math.floor(random() * 4)
  return someHolders(village, `relief-${year}`, count).map((person) => {
    const yuan = 500 * (1 + Math.floor(random() * 8))
    return line(village, person, [
      {
        what: '临时救助',
        quantity: decimal('1'),
        unit: '次',
        rate: decimal(String(yuan)),
        rateUnit: '元/次',
        amountFen: fen(yuan * 100),
      },
    ])
  })
}

const housing: Maker = (village, program, year) => {
  const random = seeded(seedOf(village.region, 'housing', year))
  return someHolders(village, `housing-${year}`, 3 + Math.floor(random() * 2)).map((person) => {
    const what = random() < 0.7 ? 'C级维修' : 'D级重建'
    const rate = rateOf(program, what, year)
    return line(village, person, [
      {
        what,
        quantity: decimal('1'),
        unit: '户',
        rate: decimal(rate),
        rateUnit: '元/户',
        amountFen: fen(Number(rate) * 100),
      },
    ])
  })
}

const MAKERS: Record<string, Maker> = {
  grassland,
  farmland,
  producer: planted('producer', ['玉米', '玉米', '大豆'], 12, 140),
  machines,
  forest,
  'retired-farmland': planted('retired-farmland', ['退耕还林'], 8, 40),
  destitute,
  relief,
  elderly,
  housing,
}

/** Month of 2025, or quarter of an earlier year, as the batch is called. */
function monthOfBatch(batch: string): number {
  const month = /^\d{4}-(\d\d)$/.exec(batch)?.[1]
  return month
    ? Number(month)
    : ['第一季度', '第二季度', '第三季度', '第四季度'].indexOf(batch) * 3 + 1
}

/** What one program paid in all villages in one year and batch; villages without a payee are left out. */
export function villagePayments(
  program: Program,
  year: number,
  batch: string | null,
): DemoPayment[] {
  const { code } = program
  return DEMO_VILLAGES.map((village) => {
    let lines: DemoLine[]
    if (code === 'allowance') lines = allowance(village, program, year, monthOfBatch(batch ?? ''))
    else if (code === 'grassland' && batch !== null) lines = bilingual(village, program, year)
    else lines = MAKERS[code]?.(village, program, year) ?? []
    return { region: village.region, program: code, year, batch, lines, aggregate: null }
  }).filter(({ lines }) => lines.length > 0)
}

/** Totals of a township, without persons. */
export function townshipPayments(program: Program, year: number): DemoPayment[] {
  return DEMO_TOWNSHIPS.map(({ region, total }) => ({
    region,
    program: program.code,
    year,
    batch: null,
    lines: [],
    aggregate: aggregateOf(program, region, total, year),
  }))
}

function aggregateOf(
  program: Program,
  region: RegionCode,
  total: (typeof DEMO_TOWNSHIPS)[number]['total'],
  year: number,
): Aggregate {
  if (program.code === 'grassland') {
    const [households, ban, banFen, balance, balanceFen] = total
    const parts: Part[] = [
      { what: '禁牧', quantity: decimal(ban), unit: '亩', amountFen: fen(banFen) },
      { what: '草畜平衡', quantity: decimal(balance), unit: '亩', amountFen: fen(balanceFen) },
    ]
    return { households, parts, amountFen: sum(parts) }
  }
  const rate = program.rates.find((found) => found.year === year)
  const heads = 40 + (seedOf(region, program.code, year) % 60)
  const months = rate?.rateUnit.endsWith('月') ? 12 : 1
  const part: Part = {
    what: rate?.what ?? program.name.zh,
    quantity: decimal(String(heads)),
    unit: '人',
    rate: decimal(rate?.rate ?? '0'),
    rateUnit: rate?.rateUnit ?? '',
    ...(months > 1 ? { times: decimal(String(months)) } : {}),
    amountFen: fen(heads * Number(rate?.rate ?? 0) * 100 * months),
  }
  return { households: heads, parts: [part], amountFen: part.amountFen ?? fen(0) }
}
