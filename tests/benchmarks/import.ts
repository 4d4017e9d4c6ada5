import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import Papa from 'papaparse'
import readXlsxFile from 'read-excel-file/node'
import type { Day } from '#domain/calendar/day.ts'
import type { RegionCode, RegionList } from '#domain/region/region.ts'
import type { Person } from '#server/auth/person.ts'
import { readSheet } from '#server/import/read-sheet.ts'
import type { ImportReport } from '#server/import/report.ts'
import { createRandom } from '#server/random.ts'
import { keepImport } from '#server/review/drafts.ts'
import { createBigCounty } from '#tests/support/big-county.ts'
import { bigRegions } from '#tests/support/big-notices.ts'
import { bigSheet, toCsv, toXlsx, type BigSheet } from '#tests/support/big-sheet.ts'
import { bulkInsert, type Row } from './bulk.ts'
import { atMost, fastest, type Measured } from './figure.ts'

const LINES = 100_000
const VILLAGES = 100

const IMPORTER: Person = {
  id: '0'.repeat(32),
  login: 'importer',
  name: '示范录入员',
  grants: [{ role: 'importer', region: '152529000000' as RegionCode }],
}

/** A .csv from its bytes to drafts in the database, against a bare parser and a bulk insert of the same rows. */
export async function importCsv(): Promise<Measured> {
  return withSheet('2025年草原生态保护补助奖励.csv', toCsv, async (path, sheet, regions) => {
    const ours: number[] = []
    const parser: number[] = []
    const insert: number[] = []
    for (let round = 0; round < 3; round++) {
      const county = await createBigCounty(VILLAGES)
      try {
        const began = performance.now()
        const report = await read(path, regions)
        const kept = await keepImport(
          { storage: county.storage(), now: Date.now, random: createRandom() },
          {
            report,
            program: county.program,
            importer: IMPORTER,
            fileName: basename(path),
            sender: '示范局',
            sealed: null,
            demo: true,
          },
        )
        ours.push(performance.now() - began)
        if ('refused' in kept) throw new Error(`not kept: ${kept.refused}`)
      } finally {
        await county.tearDown()
      }
      parser.push(await fastest(1, () => parseBarely(path)))
      insert.push(await bulkInsert(asTable(sheet), 1))
    }
    const said = `${LINES} lines; floor = parser ${Math.round(Math.min(...parser))} + insert ${Math.round(Math.min(...insert))}`
    const floor = Math.min(...parser) + Math.min(...insert)
    return atMost('import-csv', Math.min(...ours), floor, 4, 'ms', said)
  })
}

function parseBarely(path: string): void {
  const { data } = Papa.parse<string[]>(readFileSync(path, 'utf8'), { skipEmptyLines: true })
  if (data.length !== LINES + 1) throw new Error('the bare parser read something else')
}

/** An .xlsx from its bytes to a whole report, against the reader that most would take. */
export async function importXlsx(): Promise<Measured> {
  return withSheet('2025年草原生态保护补助奖励.xlsx', toXlsx, async (path, _sheet, regions) => {
    const ours: number[] = []
    const bare: number[] = []
    // In turn, so that whatever else the machine does falls on both.
    for (let round = 0; round < 3; round++) {
      ours.push(await fastest(1, () => read(path, regions)))
      bare.push(
        await fastest(1, async () => {
          const [sheet] = await readXlsxFile(path)
          if (sheet?.data.length !== LINES + 1)
            throw new Error('the bare reader read something else')
        }),
      )
    }
    const said = `${LINES} lines, read-excel-file`
    return atMost('import-xlsx', Math.min(...ours), Math.min(...bare), 2, 'ms', said)
  })
}

async function read(path: string, regions: RegionList): Promise<ImportReport> {
  const report = await readSheet({ path }, basename(path), {
    personKey: randomBytes(32),
    today: '2026-01-05' as Day,
    program: '草原生态保护补助奖励',
    year: 2025,
    regions,
    keep: 'all',
  })
  if (!report.accepted || report.lines !== LINES)
    throw new Error(`not accepted: ${report.lines} lines, ${JSON.stringify(report.errors[0])}`)
  return report
}

async function withSheet(
  name: string,
  format: (sheet: BigSheet) => Buffer | Promise<Buffer>,
  work: (path: string, sheet: BigSheet, regions: RegionList) => Promise<Measured>,
): Promise<Measured> {
  const regions = bigRegions(VILLAGES)
  const names = new Map(regions.regions.map(({ code, name }) => [code, name.zh]))
  const places = regions.regions
    .filter(({ level }) => level === 'village')
    .map((village) => ({ township: names.get(village.parent!)!, village: village.name.zh }))
  const sheet = bigSheet(LINES, places)
  const dir = mkdtempSync(join(tmpdir(), 'sambar-sheet-'))
  try {
    const path = join(dir, name)
    writeFileSync(path, await format(sheet))
    return await work(path, sheet, regions)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/** The sheet's own columns, found by village and name; the number of a line is its key. */
const asTable = ({ rows }: BigSheet) => ({
  columns: [
    'no',
    'township',
    'village',
    'grp',
    'name',
    'id',
    'card',
    'phone',
    'area',
    'rate',
    'amount',
    'note',
  ],
  key: ['no'],
  indexes: ['village', 'name'],
  rows: rows.map((row): Row => [Number(row[0]), ...row.slice(1)]),
})
