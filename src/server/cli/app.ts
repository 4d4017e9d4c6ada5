import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { makeDataFolder, type Context } from './context.ts'
import type { RunCommand } from './run.ts'

/** While this file lies in the data folder, browsers are told to clear the app away. Its content says nothing. */
const SWITCH = 'app-off'

/** Looked up for every request of /sw.js: a file, so that the switch can be thrown by hand and in any state. */
export const isAppOff = (dataFolder: string): boolean => existsSync(join(dataFolder, SWITCH))

const tell = (context: Context, off: boolean, words: string): number => {
  context.speaker.answer({ ok: true, app: off ? 'off' : 'on' })
  context.speaker.say(words)
  return 0
}

async function turn(context: Context, off: boolean): Promise<number> {
  await makeDataFolder(context)
  const file = join(context.surroundings.dataFolder, SWITCH)
  if (off) writeFileSync(file, '', { mode: 0o600 })
  else rmSync(file, { force: true })
  return tell(context, off, off ? 'app.off' : 'app.on')
}

async function show(context: Context): Promise<number> {
  const off = isAppOff(context.surroundings.dataFolder)
  return tell(context, off, off ? 'app.isOff' : 'app.isOn')
}

/** Adds `sambar app`: the switch for the app that phones keep. The server need not be stopped. */
export function addAppCommand(program: Command, run: RunCommand): void {
  const app = program.command('app').description('app')
  app
    .command('status')
    .description('app.status')
    .action(() => run(show))
  app
    .command('off')
    .description('app.off')
    .action(() => run((context) => turn(context, true)))
  app
    .command('on')
    .description('app.on')
    .action(() => run((context) => turn(context, false)))
}
