import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Decimal } from '#domain/money/decimal.ts'
import type { Fen } from '#domain/money/fen.ts'
import type { Program } from '#domain/program/program.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { createPasswords, type Passwords } from '#server/auth/password.ts'
import { addPerson } from '#server/auth/people.ts'
import type { Person, Role } from '#server/auth/person.ts'
import { countyDocuments, demoGiven } from '#server/county-data/documents.ts'
import { emptyReport } from '#server/import/empty-report.ts'
import type { ImportedDisbursement, ImportedLine, ImportReport } from '#server/import/report.ts'
import type { County } from '#server/publishing/county.ts'
import { initCounty } from '#server/publishing/init-county.ts'
import { readReference } from '#server/publishing/reference.ts'
import { keepImport, type KeepRefusal, type KeptImport } from '#server/review/drafts.ts'
import { review, submit, type Meant } from '#server/review/lifecycle.ts'
import { publishNotices } from '#server/review/publish-notices.ts'
import { createSheets, type Sheets } from '#server/review/sheets.ts'
import { openStorage, type Storage } from '#server/storage/open.ts'
import { freshDatabase, type DialectName } from '#tests/support/databases.ts'

export const COUNTY = '152529000000' as RegionCode
export const EAST = '152529900000' as RegionCode
export const WEST = '152529901000' as RegionCode
/** Two villages of EAST and one of WEST. */
export const VILLAGES = ['152529900201', '152529900202', '152529901201'] as RegionCode[]
export const [FIRST, SECOND, FAR] = VILLAGES as [RegionCode, RegionCode, RegionCode]
export const PASSWORD = 'saddle copper willow nine'

/** Of each role one person for the county, and one of most for each of the two townships. */
const STAFF: [login: string, role: Role, region: RegionCode][] = [
  ['admin', 'countyAdmin', COUNTY],
  ['admin-east', 'countyAdmin', EAST],
  ['importer', 'importer', COUNTY],
  ['importer-east', 'importer', EAST],
  ['reviewer', 'reviewer', COUNTY],
  ['reviewer-east', 'reviewer', EAST],
  ['reviewer-west', 'reviewer', WEST],
  ['cadre-first', 'cadre', FIRST],
  ['cadre-far', 'cadre', FAR],
  ['auditor', 'auditor', COUNTY],
  ['auditor-west', 'auditor', WEST],
]

export interface TestOffice {
  storage: Storage
  county: County
  publishing: County['publishing']
  passwords: Passwords
  sheets: Sheets
  random: (bytes: number) => Uint8Array
  now: () => number
  /** Moves the clock on. */
  pass: (ms: number) => void
  people: Map<string, Person>
  person: (login: string) => Person
  program: Program
  programs: Program[]
  close: () => Promise<void>
}

const random = (bytes: number): Uint8Array => new Uint8Array(randomBytes(bytes))

/** A real county with a real database, real keys and a clock of its own. */
export async function openOffice(dialect: DialectName = 'sqlite'): Promise<TestOffice> {
  const database = await freshDatabase(dialect)
  const dataFolder = mkdtempSync(join(tmpdir(), 'sambar-office-'))
  const storage = await openStorage(
    dialect === 'sqlite' ? { file: database.url } : { url: database.url },
  )
  let clock = Date.parse('2026-03-02T01:00:00Z')
  const now = () => clock
  const documents = countyDocuments(demoGiven)
  const county = await initCounty(
    { db: storage.db, dataFolder, now, random },
    {
      origin: 'test.sambar.example/152529',
      county: COUNTY,
      demo: true,
      documents,
      boards: [COUNTY, EAST, WEST, ...VILLAGES],
    },
  )
  // A cheap hash: what it costs to guess is tested beside the real one.
  const passwords = createPasswords(random, 4)
  const auth = { storage, passwords, now, random }
  const people = new Map<string, Person>()
  for (const [login, role, region] of STAFF) {
    const grants = [{ role, region }]
    const made = await addPerson(auth, null, {
      login,
      name: `示范${login}`,
      password: PASSWORD,
      grants,
    })
    if ('refused' in made) throw new Error(`${login}: ${made.refused}`)
    people.set(login, made)
  }
  const { programs } = await readReference(storage.db)
  const program = programs.find(({ code }) => code === 'grassland')
  if (!program) throw new Error('no program')
  return {
    storage,
    county,
    publishing: county.publishing,
    passwords,
    sheets: createSheets({ folder: join(dataFolder, 'sheets'), keys: county.keys, random }),
    random,
    now,
    pass: (ms) => (clock += ms),
    people,
    person(login) {
      const found = people.get(login)
      if (!found) throw new Error(`nobody called ${login}`)
      return found
    },
    program,
    programs,
    async close() {
      await storage.close()
      await database.drop()
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}

export type Household = [name: string, yuan: number, more?: Partial<ImportedLine> & { id?: string }]

const personKeyOf = (id: string): string => createHash('sha256').update(`key ${id}`).digest('hex')

export function lineOf([name, yuan, more = {}]: Household, index: number): ImportedLine {
  const { id, ...rest } = more
  return {
    row: index + 3,
    name,
    parts: [
      { what: '禁牧', quantity: '100' as Decimal, unit: '亩', amountFen: (yuan * 100) as Fen },
    ],
    amountFen: (yuan * 100) as Fen,
    status: 'paid',
    personKey: personKeyOf(id ?? name),
    ...rest,
  }
}

/** What reading a sheet of these households would have reported. */
export function reportOf(
  villages: { [region: string]: Household[] },
  more: Partial<ImportReport> & { batch?: string | null } = {},
): ImportReport {
  const { batch = null, ...rest } = more
  const disbursements = Object.entries(villages).map(
    ([region, households]): ImportedDisbursement => ({
      region,
      program: 'grassland',
      year: rest.year ?? 2025,
      batch,
      plannedFen: null,
      lines: households.map(lineOf),
      aggregate: null,
    }),
  )
  const lines = disbursements.flatMap((list) => list.lines)
  return {
    ...emptyReport(createHash('sha256').update(JSON.stringify(disbursements)).digest('hex')),
    accepted: true,
    program: 'grassland',
    year: 2025,
    sheetsRead: ['Sheet1'],
    lines: lines.length,
    totalFen: lines.reduce((sum, line) => sum + line.amountFen, 0) as Fen,
    disbursements,
    ...rest,
  }
}

export function keepReport(
  office: TestOffice,
  report: ImportReport,
  more: { login?: string; why?: string } = {},
): Promise<KeptImport | KeepRefusal> {
  return keepImport(office, {
    report,
    program: office.program,
    importer: office.person(more.login ?? 'importer'),
    fileName: '花名册.xlsx',
    sender: '农牧局',
    sealed: null,
    demo: true,
    ...(more.why === undefined ? {} : { why: more.why }),
  })
}

/** Gives an answer, or fails the test with the refusal in sight. */
export function taken<T extends object>(answer: T): Exclude<T, { refused: string }> {
  if ('refused' in answer) throw new Error(`refused: ${JSON.stringify(answer)}`)
  return answer as Exclude<T, { refused: string }>
}

export const ALL_YES = { political: true, legal: true, policy: true, secrecy: true, wording: true }
export const APPROVE = { decision: 'approve' as const, checks: ALL_YES, reasons: '' }

export const meantOf = (kept: KeptImport) =>
  kept.drafts
    .filter(({ outcome }) => outcome !== 'unchanged')
    .map(({ notice, contentHash }) => ({ notice, contentHash }))

/** Hands over what was kept and has another person approve it. */
export async function approveKept(office: TestOffice, kept: KeptImport): Promise<Meant[]> {
  const meant = meantOf(kept)
  taken(await submit(office, office.person('importer'), meant))
  taken(await review(office, office.person('reviewer'), meant, APPROVE))
  return meant
}

/** All the way to the boards. */
export async function hangKept(office: TestOffice, kept: KeptImport): Promise<Meant[]> {
  const meant = await approveKept(office, kept)
  const ids = meant.map(({ notice }) => notice)
  taken(await publishNotices(office, office.person('admin'), ids))
  return meant
}
