import type { Command } from 'commander'
import { checkAudit } from '../storage/audit.ts'
import { withDatabase } from './context.ts'
import type { RunCommand } from './run.ts'
import { CliTrouble } from './trouble.ts'

/** Adds `sambar audit`: is what the office did still what was written down? Names nobody, changes nothing. */
export function addAuditCommand(program: Command, run: RunCommand): void {
  program
    .command('audit')
    .description('audit')
    .action(() =>
      run((context) =>
        withDatabase(context, async (storage) => {
          const { rows, head, brokenAt } = await checkAudit(storage.read)
          if (brokenAt !== null) throw new CliTrouble('auditBroken', { row: brokenAt })
          context.speaker.answer({ ok: true, rows, head })
          context.speaker.say('audit.whole', { rows, head })
          return 0
        }),
      ),
    )
}
