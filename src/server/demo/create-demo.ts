import { dayOf, type Day } from '#domain/calendar/day.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import type { Program } from '#domain/program/program.ts'
import { parseRegionList } from '#domain/region/region-list.ts'
import type { RegionCode } from '#domain/region/region.ts'
import type { Person } from '../auth/person.ts'
import { countyDocuments, demoGiven } from '../county-data/documents.ts'
import type { County, CountySurroundings } from '../publishing/county.ts'
import { initCounty } from '../publishing/init-county.ts'
import { publish } from '../publishing/publish.ts'
import { readReference } from '../publishing/reference.ts'
import { keepImport } from '../review/drafts.ts'
import { review, submit, type Meant } from '../review/lifecycle.ts'
import { publishNotices, withdrawNotice, type PublishingOffice } from '../review/publish-notices.ts'
import { findLog } from '../storage/log.ts'
import { moveVersion, publishedVersions } from '../storage/notices.ts'
import type { Storage } from '../storage/open.ts'
import { createDemoAccounts } from './accounts.ts'
import { DEMO_VILLAGES } from './households.ts'
import {
  correctedGrassland,
  townshipPayments,
  villagePayments,
  type DemoPayment,
} from './payments.ts'
import { demoReport } from './report.ts'
import { demoSchedule, FIRST_DAY, type DemoList } from './schedule.ts'

export const DEMO_ORIGIN = 'demo.sambar.example/152529'

const MORNING_MS = 9 * 3_600_000 - 8 * 3_600_000
const HOUR_MS = 3_600_000
const ALL_YES = { political: true, legal: true, policy: true, secrecy: true, wording: true }

/** The demo's office at work, on its own calendar. */
interface Desk {
  office: PublishingOffice
  county: County
  programs: Program[]
  importer: Person
  reviewer: Person
  admin: Person
  /** Sets the clock: it only goes forward. */
  goTo(day: Day): void
  /** An hour of work. */
  passHour(): void
}

/** Nothing in the demo may be refused: its data is ours, so a refusal is a bug. */
function done<T extends object>(answer: T, what: string): Exclude<T, { refused: string }> {
  if ('refused' in answer) throw new Error(`demo: ${what}: ${JSON.stringify(answer)}`)
  return answer as Exclude<T, { refused: string }>
}

export interface DemoSurroundings extends Omit<CountySurroundings, 'db'> {
  storage: Storage
  /** Told as each publishing day is over, between 0 and 1. */
  onProgress?: (share: number) => void
}

/**
 * Makes the demo county as its office would have: sheet by sheet through import, review by another person and publishing,
 * day after day of three years, so that the log is a real one. Everything in it is marked as invented.
 */
export async function createDemo(around: DemoSurroundings): Promise<County> {
  const { storage, random, onProgress } = around
  const today = dayOf(around.now())
  let clock = startOf(FIRST_DAY)
  const now = (): number => clock
  const regions = parseRegionList(demoGiven.regions).regions
  const county = await initCounty(
    { db: storage.db, dataFolder: around.dataFolder, now, random },
    {
      origin: DEMO_ORIGIN,
      county: regions[0]?.code ?? ('' as RegionCode),
      demo: true,
      documents: countyDocuments(demoGiven),
      boards: regions.map(({ code }) => code),
    },
  )
  const office: PublishingOffice = { storage, now, random, publishing: county.publishing }
  const people = await createDemoAccounts(office)
  const person = (login: string): Person => {
    const found = people.get(login)
    if (!found) throw new Error(`demo: nobody called ${login}`)
    return found
  }
  const desk: Desk = {
    office,
    county,
    programs: (await readReference(storage.db)).programs,
    importer: person('luru'),
    reviewer: person('shenhe'),
    admin: person('guanli'),
    goTo: (day) => (clock = Math.max(clock, startOf(day))),
    passHour: () => (clock += HOUR_MS),
  }
  const days = demoSchedule(today)
  for (const [index, { day, lists }] of days.entries()) {
    desk.goTo(day)
    await publishLists(desk, lists)
    if (day === '2024-12-22') await archiveYear(desk, 2023)
    onProgress?.((index + 1) / (days.length + 2))
  }
  // Never later than now: what is published now must not be stamped with an hour that has not come.
  clock = Math.max(clock, Math.min(around.now() - 4 * HOUR_MS, startOf(today)))
  await correctGrassland(desk)
  await withdrawOne(desk)
  onProgress?.((days.length + 1) / (days.length + 2))
  await leaveUnfinished(desk)
  onProgress?.(1)
  return { ...county, log: (await findLog(storage.db)) ?? county.log }
}

const startOf = (day: Day): number => Date.parse(`${day}T00:00:00Z`) + MORNING_MS

function programOf(desk: Desk, code: string): Program {
  const found = desk.programs.find((program) => program.code === code)
  if (!found) throw new Error(`demo: no program ${code}`)
  return found
}

async function keep(
  desk: Desk,
  name: string,
  program: Program,
  year: number,
  payments: readonly DemoPayment[],
  why = '',
): Promise<Meant[]> {
  const kept = done(
    await keepImport(desk.office, {
      report: demoReport(name, program, year, payments, desk.county.keys.personKey),
      program,
      importer: desk.importer,
      fileName: `示范数据-${name}.xlsx`,
      sender: program.office.zh,
      sealed: null,
      why,
      demo: true,
    }),
    name,
  )
  return kept.drafts
    .filter(({ outcome }) => outcome !== 'unchanged')
    .map(({ notice, contentHash }) => ({ notice, contentHash }))
}

async function keepList(desk: Desk, list: DemoList): Promise<Meant[]> {
  const { program: code, year, batch, townships } = list
  const program = programOf(desk, code)
  const payments = townships
    ? townshipPayments(program, year)
    : villagePayments(program, year, batch)
  const name = [code, year, batch ?? '', townships ? '汇总' : ''].filter(Boolean).join('-')
  return keep(desk, name, program, year, payments)
}

/** Submitted by one person, read by another, published: a batch goes all together. */
async function submitAndReview(desk: Desk, meant: Meant[]): Promise<void> {
  done(await submit(desk.office, desk.importer, meant), 'submit')
  desk.passHour()
  const decision = { decision: 'approve' as const, checks: ALL_YES, reasons: '' }
  done(await review(desk.office, desk.reviewer, meant, decision), 'review')
  desk.passHour()
}

async function publishAll(desk: Desk, meant: Meant[]): Promise<void> {
  await submitAndReview(desk, meant)
  const ids = meant.map(({ notice }) => notice)
  done(await publishNotices(desk.office, desk.admin, ids), 'publish')
}

async function publishLists(desk: Desk, lists: readonly DemoList[]): Promise<void> {
  const meant: Meant[] = []
  for (const list of lists) meant.push(...(await keepList(desk, list)))
  await publishAll(desk, meant)
}

/** Last year's periods are over: its notices go into the archive and stay readable there. */
async function archiveYear(desk: Desk, year: number): Promise<void> {
  const { db } = desk.office.storage
  const rows = await db
    .selectFrom('notices')
    .select(['id', 'region'])
    .where('year', '=', year)
    .execute()
  const published = await publishedVersions(
    db,
    rows.map(({ id }) => id),
  )
  done(
    await publish(desk.county.publishing, {
      archive: rows.map(({ id, region }) => ({
        notice: id as NoticeId,
        region: region as RegionCode,
      })),
      within: async (tx) => {
        for (const row of published)
          if (!(await moveVersion(tx, row, { state: 'archived' })))
            throw new Error(`demo: ${row.notice} is no longer published`)
      },
    }),
    `archive ${year}`,
  )
}

/** The corrected sheet of 2025: three amounts, one household out, two in. Only villages that differ get a new version. */
async function correctGrassland(desk: Desk): Promise<void> {
  const program = programOf(desk, 'grassland')
  const payments = DEMO_VILLAGES.map((village) => ({
    region: village.region,
    program: program.code,
    year: 2025,
    batch: null,
    lines: correctedGrassland(village, program),
    aggregate: null,
  }))
  const why = '经核实，个别农户面积登记有误，一户重复，两户漏报'
  const meant = await keep(desk, 'grassland-2025-更正', program, 2025, payments, why)
  await publishAll(desk, meant)
}

async function withdrawOne(desk: Desk): Promise<void> {
  const row = await desk.office.storage.db
    .selectFrom('notices')
    .select('id')
    .where('program', '=', 'relief')
    .where('year', '=', 2025)
    .where('region', '=', '152529901203')
    .executeTakeFirst()
  if (!row) return
  done(
    await withdrawNotice(desk.office, desk.admin, {
      notice: row.id,
      why: '名单与实际发放结果不一致，重新核实后再公示',
      office: '示范镇人民政府',
    }),
    'withdraw',
  )
}

/** This year's relief is still in the office: drafts, some under review, some sent back, some approved and waiting. */
async function leaveUnfinished(desk: Desk): Promise<void> {
  const meant = await keepList(desk, { program: 'relief', year: 2026, batch: '上半年' })
  const submitted = meant.slice(4)
  done(await submit(desk.office, desk.importer, submitted), 'submit')
  desk.passHour()
  const back = {
    decision: 'return' as const,
    checks: { ...ALL_YES, policy: false },
    reasons: '救助标准与文件不一致，请核对后重报',
  }
  done(await review(desk.office, desk.reviewer, submitted.slice(3, 5), back), 'return')
  const yes = { decision: 'approve' as const, checks: ALL_YES, reasons: '' }
  done(await review(desk.office, desk.reviewer, submitted.slice(5), yes), 'approve')
}
