import type { Command } from 'commander'
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../demo/accounts.ts'
import { createDemo } from '../demo/create-demo.ts'
import { findBoardRow, findLog } from '../storage/log.ts'
import type { Storage } from '../storage/open.ts'
import { holdData, type Context } from './context.ts'
import type { RunCommand } from './run.ts'
import { CliTrouble } from './trouble.ts'

/** Is there a county here already? A start that was cut off counts as none. */
export async function hasCounty(storage: Storage): Promise<boolean> {
  const log = await findLog(storage.read)
  return log !== null && (await findBoardRow(storage.read, log.county)) !== null
}

/** Makes the demo county in an empty data folder, saying how far it is. */
export async function makeDemo(context: Context, storage: Storage): Promise<void> {
  const { speaker, streams } = context
  const terminal = 'isTTY' in streams.stderr && streams.stderr.isTTY === true
  speaker.say('demo.making')
  await createDemo({
    storage,
    dataFolder: context.surroundings.dataFolder,
    now: context.now,
    random: context.random,
    onProgress: (share) => {
      if (terminal)
        streams.stderr.write(
          `\r${speaker.words('demo.progress', { percent: Math.round(share * 100) })}`,
        )
    },
  })
  if (terminal) streams.stderr.write('\n')
}

export function tellAccounts({ speaker }: Context): void {
  speaker.say('demo.accounts', { password: DEMO_PASSWORD })
  for (const { login, name, role } of DEMO_ACCOUNTS)
    speaker.print(`  ${login}  ${name}  ${speaker.words(`roles.${role}`)}`)
}

export function addDemoCommand(program: Command, run: RunCommand): void {
  program
    .command('demo')
    .description('demo')
    .action(() =>
      run(async (context) => {
        const held = await holdData(context)
        try {
          if (await hasCounty(held.storage)) throw new CliTrouble('alreadyInitialised')
          await makeDemo(context, held.storage)
          const size = (await findLog(held.storage.db))?.size ?? 0
          context.speaker.answer({ ok: true, size, accounts: DEMO_ACCOUNTS })
          tellAccounts(context)
          context.speaker.say('demo.done')
          return 0
        } finally {
          await held.close()
        }
      }),
    )
}
