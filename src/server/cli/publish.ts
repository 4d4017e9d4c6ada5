import type { Command } from 'commander'
import { DataFolderHeld } from '../keys/data-lock.ts'
import { openCounty } from '../publishing/county.ts'
import { publishNotices } from '../review/publish-notices.ts'
import { versionsOfImport } from '../storage/notices.ts'
import { actAs, officeOf, selected, selecting, tellWaiting, type Selection } from './acting.ts'
import { signInAt, type Session } from './api.ts'
import { defaultUrl } from './board.ts'
import { countyAround, holdData, withDatabase, type Context, type Held } from './context.ts'
import { readPassword } from './io.ts'
import type { RunCommand } from './run.ts'
import { CliTrouble } from './trouble.ts'
import { refuse } from './user.ts'

interface Options extends Selection {
  url?: string
}

function tell(context: Context, done: object & { size: number }, notices: number): number {
  context.speaker.answer({ ok: true, ...done })
  context.speaker.say('act.published', { notices, size: done.size })
  return 0
}

/** No server holds the data folder: this process is the sequencer for a moment. */
async function publishHere(context: Context, held: Held, options: Options): Promise<number> {
  const { storage } = held
  const person = await actAs(context, storage, options.user)
  const rows = await selected(storage, options, 'approved')
  if (rows === null) return tellWaiting(context, storage, person, 'publish', 'approved')
  const county = await openCounty(countyAround(context, storage))
  const ids = rows.map(({ notice }) => notice)
  const done = await publishNotices(
    { ...officeOf(context, storage), publishing: county.publishing },
    person,
    ids,
  )
  if ('refused' in done) return refuse(done)
  return tell(context, done, done.notices.length)
}

/** A server is the sequencer: it is asked to publish, as the same named person. */
async function publishThere(context: Context, options: Options): Promise<number> {
  const url = options.url ?? defaultUrl(context.surroundings.port)
  const password = await readPassword(context.streams, context.speaker, 'user.password')
  const session: Session = await signInAt(url, options.user, password)
  try {
    const ids = await withDatabase(context, async (storage) => {
      if (options.import === undefined) return options.notice ?? []
      const rows = await versionsOfImport(storage.read, options.import)
      return rows.filter(({ state }) => state === 'approved').map(({ notice }) => notice)
    })
    if (ids.length === 0) throw new CliTrouble('nothingInState', { state: 'approved' })
    return tell(context, await session.publish(ids), ids.length)
  } finally {
    await session.end()
  }
}

async function publishing(context: Context, options: Options): Promise<number> {
  let held: Held
  try {
    held = await holdData(context)
  } catch (fault) {
    const taken =
      fault instanceof DataFolderHeld || Reflect.get(Object(fault), 'code') === 'databaseHeld'
    if (!taken) throw fault
    return publishThere(context, options)
  }
  try {
    return await publishHere(context, held, options)
  } finally {
    await held.close()
  }
}

export function addPublishCommand(program: Command, run: RunCommand): void {
  selecting(program.command('publish').description('publish'))
    .option('--url <url>', 'publish.url')
    .action((options: Options) => run((context) => publishing(context, options)))
}
