import type { Command } from 'commander'
import { withdrawBody } from '../http/schemas.ts'
import { withdrawNotice } from '../review/publish-notices.ts'
import { actAs, tellWaiting } from './acting.ts'
import { atTheLog } from './at-the-log.ts'
import { withDatabase, type Context } from './context.ts'
import type { RunCommand } from './run.ts'
import { CliTrouble } from './trouble.ts'
import { refuse } from './user.ts'

interface Options {
  user: string
  notice?: string
  why?: string
  office?: string
  url?: string
}

/** What the board will say in its place, under the rules of the server's door. */
function wordsIn({ why = '', office = '' }: Options): { why: string; office: string } {
  if (why.trim() === '') throw new CliTrouble('reasonsMissing', {}, 2)
  if (office.trim() === '') throw new CliTrouble('officeMissing', {}, 2)
  const words = withdrawBody.safeParse({ why, office })
  if (!words.success) throw new CliTrouble('malformed', {}, 2)
  return words.data
}

async function withdrawing(context: Context, options: Options): Promise<number> {
  const { notice } = options
  if (notice === undefined)
    return withDatabase(context, async (storage) => {
      const person = await actAs(context, storage, options.user)
      return tellWaiting(context, storage, person, 'withdraw', 'published')
    })
  const words = wordsIn(options)
  const tell = (done: { size: number }): number => {
    context.speaker.answer({ ok: true, notice, ...done })
    context.speaker.say('act.withdrawn', { notice, size: done.size })
    return 0
  }
  return atTheLog(context, options, {
    async here(office, person) {
      const done = await withdrawNotice(office, person, { notice, ...words })
      return 'refused' in done ? refuse(done) : tell(done)
    },
    there: async (session) =>
      tell(
        await session.post<{ size: number }>(
          `notices/${encodeURIComponent(notice)}/withdrawal`,
          words,
        ),
      ),
  })
}

export function addWithdrawCommand(program: Command, run: RunCommand): void {
  program
    .command('withdraw')
    .description('withdraw')
    .requiredOption('--user <login>', 'act.user')
    .option('--notice <id>', 'withdraw.notice')
    .option('--why <reason>', 'withdraw.why')
    .option('--office <name>', 'withdraw.office')
    .option('--url <url>', 'publish.url')
    .action((options: Options) => run((context) => withdrawing(context, options)))
}
