import { Command, CommanderError, Option } from 'commander'
import { loadCommands } from './commands.ts'
import type { Context } from './context.ts'
import { createSpeaker, tellTrouble, type Streams } from './io.ts'
import { readSurroundings } from './surroundings.ts'
import { CliTrouble } from './trouble.ts'
import { createWords, type Language, type Words } from './words.ts'

/** Runs a command's work with all it needs; what it returns is the exit code, what it throws is told in one line. */
export type RunCommand = (work: (context: Context) => Promise<number>) => Promise<void>

/** Exit codes: 0 done, 1 it did not work, 2 it was called wrongly. */
const USAGE = 2

function languageOf(argv: readonly string[], env: NodeJS.ProcessEnv): Language {
  const at = argv.indexOf('--lang')
  const asked =
    at >= 0 ? argv[at + 1] : (argv.find((word) => word.startsWith('--lang=')) ?? '').slice(7)
  return (asked || env['SAMBAR_LANG']) === 'mn' ? 'mn' : 'zh'
}

/** Descriptions are written as keys while the commands are put together, and spoken in one place. */
function speak(command: Command, words: Words): void {
  const say = (key: string) => (/^[a-z][\w.]*$/i.test(key) ? words(`help.${key}`) : key)
  const about = command.description()
  command.description(say(about.includes('.') ? about : `${about}.what`))
  for (const option of command.options) option.description = say(option.description)
  for (const argument of command.registeredArguments)
    argument.description = say(argument.description)
  command.helpOption('-h, --help', words('help.help'))
  command.helpCommand(false)
  command.configureHelp({
    styleTitle: (title) => words(`help.title${title.replace(':', '')}`),
    subcommandTerm: (sub) => `${sub.name()} ${sub.usage()}`.trim(),
  })
  if (!command.options.some(({ long }) => long === '--json'))
    command.addOption(new Option('--json', words('help.json')))
  if (!command.options.some(({ long }) => long === '--lang'))
    command.addOption(new Option('--lang <lang>', words('help.lang')).choices(['zh', 'mn']))
  command.exitOverride()
  // What is wrong with a call is told in our words, below.
  command.configureOutput({ outputError: () => undefined })
  for (const sub of command.commands) speak(sub, words)
}

/** One run of `sambar`. Returns the exit code; `serve` returns when it has been stopped. */
export async function runCli(
  argv: readonly string[],
  outside: { streams: Streams } & Pick<Context, 'now' | 'random' | 'every' | 'stopped'>,
): Promise<number> {
  const { streams } = outside
  const language = languageOf(argv, streams.env)
  const json = argv.includes('--json')
  const words = createWords(language)
  const speaker = createSpeaker(streams, language, json)
  let exit = 0
  const run: RunCommand = async (work) => {
    try {
      exit = await work({ ...outside, speaker, surroundings: readSurroundings(streams.env) })
    } catch (fault) {
      exit = tellTrouble(streams, speaker, fault)
    }
  }
  const program = new Command('sambar').description('sambar')
  program.configureOutput({
    writeOut: (text) => streams.stdout.write(text),
    writeErr: (text) => streams.stderr.write(text),
  })
  for (const add of await loadCommands(argv)) add(program, run)
  speak(program, words)
  try {
    await program.parseAsync([...argv], { from: 'user' })
  } catch (fault) {
    if (!(fault instanceof CommanderError)) throw fault
    if (fault.exitCode === 0) return 0
    // Called without a command: the help was shown, which says more than an error.
    if (fault.code === 'commander.help') return USAGE
    const what = /'([^']*)'/.exec(fault.message)?.[1] ?? ''
    return tellTrouble(streams, speaker, new CliTrouble('usage', { what }, USAGE))
  }
  return exit
}
