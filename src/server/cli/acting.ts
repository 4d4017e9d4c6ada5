import { prefixOf } from '#domain/region/region-code.ts'
import type { NoticeState } from '#domain/notice/notice.ts'
import type { Command } from 'commander'
import type { Person } from '../auth/person.ts'
import { scopesFor, type Action } from '../auth/policy.ts'
import { checkPassword } from '../auth/sessions.ts'
import type { Meant } from '../review/lifecycle.ts'
import type { Office } from '../review/office.ts'
import {
  listVersions,
  newestVersions,
  versionsOfImport,
  type VersionRow,
} from '../storage/notices.ts'
import type { Storage } from '../storage/open.ts'
import type { Context } from './context.ts'
import { readPassword } from './io.ts'
import { CliTrouble } from './trouble.ts'
import { authOf, refuse } from './user.ts'

/** Who acts, and on what: the same for submitting, reviewing and publishing. */
export interface Selection {
  user: string
  import?: string
  notice?: string[]
}

export const officeOf = (context: Context, storage: Storage): Office => ({
  storage,
  now: context.now,
  random: context.random,
})

/** Nobody acts without a name and a password: the same rules and the same delays as at the door of the server. */
export async function actAs(context: Context, storage: Storage, login: string): Promise<Person> {
  const password = await readPassword(context.streams, context.speaker, 'user.password')
  const person = await checkPassword(authOf(context, storage), {
    login,
    password,
    address: 'command line',
  })
  return 'refused' in person ? refuse(person) : person
}

/** Adds the options that say who and what. */
export const selecting = (command: Command): Command =>
  command
    .requiredOption('--user <login>', 'act.user')
    .option('--import <id>', 'act.import')
    .option('--notice <id...>', 'act.notice')

/** The versions that were named and stand in this state; null where none were named. */
export async function selected(
  storage: Storage,
  selection: Selection,
  state: NoticeState,
): Promise<VersionRow[] | null> {
  if (selection.import === undefined && selection.notice === undefined) return null
  const rows = selection.import
    ? await versionsOfImport(storage.read, selection.import)
    : await newestVersions(storage.read, selection.notice ?? [])
  const standing = rows.filter((row) => row.state === state)
  if (standing.length === 0) throw new CliTrouble('nothingInState', { state }, 1)
  return standing
}

export const meantOf = (rows: readonly VersionRow[]): Meant[] =>
  rows.map(({ notice, content_hash }) => ({ notice, contentHash: content_hash }))

const MOST_LISTED = 500

/** What waits for this person, where nothing was named. */
export async function tellWaiting(
  context: Context,
  storage: Storage,
  person: Person,
  action: Action,
  state: NoticeState,
): Promise<number> {
  const { speaker } = context
  const prefixes = scopesFor(person, action).map(prefixOf)
  const rows =
    prefixes.length === 0
      ? []
      : await listVersions(storage.read, { prefixes, state, limit: MOST_LISTED, offset: 0 })
  speaker.answer({
    ok: true,
    notices: rows.map((row) => ({
      notice: row.notice,
      version: row.version,
      region: row.region,
      state: row.state,
      import: row.import,
      program: row.program,
      year: row.year,
      batch: row.batch,
      lines: row.lines,
      totalFen: row.total_fen,
    })),
  })
  if (rows.length === 0) speaker.say('act.nothing')
  for (const row of rows) {
    const title = (JSON.parse(row.title) as { zh: string }).zh
    speaker.print(`${row.notice}  ${row.region}  ${title}`)
  }
  return 0
}
