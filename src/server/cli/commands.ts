import type { Command } from 'commander'
import type { Context } from './context.ts'
import type { ImportCall } from './import.ts'
import type { RunCommand } from './run.ts'

export type AddCommand = (program: Command, run: RunCommand) => void

const importForReal = async (context: Context, call: ImportCall): Promise<number> =>
  (await import('./import-for-real.ts')).importForReal(context, call)

/** In the order in which help shows them. Each is loaded when it is asked for: a dry run has no need of a web server's memory. */
const COMMANDS: [string, () => Promise<AddCommand>][] = [
  ['serve', async () => (await import('./serve.ts')).addServeCommand],
  ['init', async () => (await import('./init.ts')).addInitCommand],
  ['demo', async () => (await import('./demo.ts')).addDemoCommand],
  ['board', async () => (await import('./board.ts')).addBoardCommand],
  [
    'import',
    async () => {
      const { addImportCommand } = await import('./import.ts')
      return (program, run) => addImportCommand(program, run, importForReal)
    },
  ],
  ['review', async () => (await import('./review.ts')).addReviewCommands],
  ['publish', async () => (await import('./publish.ts')).addPublishCommand],
  ['withdraw', async () => (await import('./withdraw.ts')).addWithdrawCommand],
  ['audit', async () => (await import('./audit.ts')).addAuditCommand],
  ['user', async () => (await import('./user.ts')).addUserCommand],
  ['device', async () => (await import('./device.ts')).addDeviceCommand],
  ['key', async () => (await import('./key.ts')).addKeyCommand],
  ['app', async () => (await import('./app.ts')).addAppCommand],
  ['document', async () => (await import('./document.ts')).addDocumentCommand],
]

/** The command that the first word names, alone; all of them where it names none that is in this list. */
export async function loadCommands(argv: readonly string[]): Promise<AddCommand[]> {
  const named = COMMANDS.filter(([name]) => name === argv[0])
  return Promise.all((named.length > 0 ? named : COMMANDS).map(([, load]) => load()))
}
