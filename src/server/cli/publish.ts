import type { Command } from 'commander'
import { publishNotices } from '../review/publish-notices.ts'
import { versionsOfImport } from '../storage/notices.ts'
import { selected, selecting, tellWaiting, type Selection } from './acting.ts'
import { atTheLog } from './at-the-log.ts'
import { withDatabase, type Context } from './context.ts'
import type { RunCommand } from './run.ts'
import { CliTrouble } from './trouble.ts'
import { refuse } from './user.ts'

interface Options extends Selection {
  url?: string
}

function tell(context: Context, done: { size: number }, notices: number): number {
  context.speaker.answer({ ok: true, ...done })
  context.speaker.say('act.published', { notices, size: done.size })
  return 0
}

async function idsOf(context: Context, options: Options): Promise<string[]> {
  const { import: imported, notice = [] } = options
  if (imported === undefined) return notice
  const rows = await withDatabase(context, ({ read }) => versionsOfImport(read, imported))
  return rows.filter(({ state }) => state === 'approved').map((row) => row.notice)
}

const publishing = (context: Context, options: Options): Promise<number> =>
  atTheLog(context, options, {
    async here(office, person) {
      const rows = await selected(office.storage, options, 'approved')
      if (rows === null) return tellWaiting(context, office.storage, person, 'publish', 'approved')
      const ids = rows.map(({ notice }) => notice)
      const done = await publishNotices(office, person, ids)
      if ('refused' in done) return refuse(done)
      return tell(context, done, done.notices.length)
    },
    async there(session) {
      const notices = await idsOf(context, options)
      if (notices.length === 0) throw new CliTrouble('nothingInState', { state: 'approved' })
      const done = await session.post<{ size: number }>('publications', { notices })
      return tell(context, done, notices.length)
    },
  })

export function addPublishCommand(program: Command, run: RunCommand): void {
  selecting(program.command('publish').description('publish'))
    .option('--url <url>', 'publish.url')
    .action((options: Options) => run((context) => publishing(context, options)))
}
