import type { RegionCode } from '#domain/region/region.ts'
import type { Role } from '#server/auth/person.ts'
import { createPasswords } from '#server/auth/password.ts'
import { addPerson } from '#server/auth/people.ts'
import type { Person } from '#server/auth/person.ts'
import { villagePayments } from '#server/demo/payments.ts'
import { demoReport } from '#server/demo/report.ts'
import type { County } from '#server/publishing/county.ts'
import { readReference } from '#server/publishing/reference.ts'
import { keepImport } from '#server/review/drafts.ts'
import { review, submit } from '#server/review/lifecycle.ts'
import type { Office } from '#server/review/office.ts'
import { newestVersions } from '#server/storage/notices.ts'

const COUNTY = '152529000000' as RegionCode
const YES = { political: true, legal: true, policy: true, secrecy: true, wording: true }

/** The people of an office, each in one role. */
export interface People {
  importer: Person
  reviewer: Person
  admin: Person
}

function must<T extends object>(answer: T): Exclude<T, { refused: string }> {
  if ('refused' in answer) throw new Error(JSON.stringify(answer))
  return answer as Exclude<T, { refused: string }>
}

export async function hirePeople(office: Office): Promise<People> {
  const passwords = createPasswords(office.random, 4)
  const hire = async (login: string, role: Role): Promise<Person> =>
    must(
      await addPerson({ ...office, passwords }, null, {
        login,
        name: `测试${login}`,
        password: 'caoyuan hen da 2026',
        grants: [{ role, region: COUNTY }],
      }),
    )
  return {
    importer: await hire('luru', 'importer'),
    reviewer: await hire('shenhe', 'reviewer'),
    admin: await hire('guanli', 'countyAdmin'),
  }
}

/** A sheet kept, handed over and approved by another person, ready to be published: the ids of its notices. */
export async function approveSheet(
  office: Office,
  county: Pick<County, 'keys'>,
  people: People,
  batch: string,
  villages: { from: number; count: number },
  /** Another word, another content of the same lists. */
  note = '',
): Promise<string[]> {
  const { programs } = await readReference(office.storage.db)
  const program = programs.find(({ code }) => code === 'relief')
  if (!program) throw new Error('no relief program')
  const payments = villagePayments(program, 2025, batch)
  const some = Array.from(
    { length: villages.count },
    (_, i) => payments[(villages.from + i) % payments.length],
  ).filter((payment) => payment !== undefined)

  const noted =
    note === ''
      ? some
      : some.map((list) => ({ ...list, lines: list.lines.map((line) => ({ ...line, note })) }))
  const kept = must(
    await keepImport(office, {
      report: demoReport(`faults-${batch}${note}`, program, 2025, noted, county.keys.personKey),
      program,
      importer: people.importer,
      fileName: `${batch}.xlsx`,
      sender: '测试',
      sealed: null,
      demo: true,
    }),
  )
  const meant = kept.drafts.map(({ notice, contentHash }) => ({ notice, contentHash }))
  must(await submit(office, people.importer, meant))
  must(
    await review(office, people.reviewer, meant, { decision: 'approve', checks: YES, reasons: '' }),
  )
  return meant.map(({ notice }) => notice)
}

/** States of the newest versions, each once. */
export async function statesOf(office: Office, notices: readonly string[]): Promise<string[]> {
  const rows = await newestVersions(office.storage.db, notices)
  return [...new Set(rows.map(({ state }) => state))]
}
