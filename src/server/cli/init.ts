import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { MalformedError } from '#domain/malformed.ts'
import { countyOf } from '#domain/region/region-list.ts'
import { isKeyName } from '#transparency/vkey.ts'
import { countyDocuments } from '../county-data/documents.ts'
import { initCounty } from '../publishing/init-county.ts'
import { countyAround, holdData, type Context } from './context.ts'
import { regionsIn } from './import.ts'
import type { RunCommand } from './run.ts'
import { CliTrouble } from './trouble.ts'

interface Options {
  regions: string
  programs?: string
  origin?: string
}

async function programsIn(file: string | undefined): Promise<unknown> {
  if (file === undefined) return []
  try {
    return JSON.parse(await readFile(file, 'utf8')) as unknown
  } catch (cause) {
    throw new CliTrouble('programsUnreadable', {}, 2, { cause })
  }
}

function documentsOf(given: Parameters<typeof countyDocuments>[0]) {
  try {
    return countyDocuments(given)
  } catch (cause) {
    if (!(cause instanceof MalformedError)) throw cause
    throw new CliTrouble('programsUnreadable', { where: cause.message }, 2, { cause })
  }
}

async function init(context: Context, options: Options): Promise<number> {
  const regions = await regionsIn(options.regions)
  const county = countyOf(regions)
  const documents = documentsOf({ regions, programs: await programsIn(options.programs) })
  const origin = options.origin ?? `sambar/${county.code.slice(0, 6)}`
  if (!isKeyName(origin)) throw new CliTrouble('originMalformed', { origin }, 2)
  const held = await holdData(context)
  try {
    const made = await initCounty(countyAround(context, held.storage), {
      origin,
      county: county.code,
      demo: false,
      documents,
      boards: regions.regions.map(({ code }) => code),
    })
    const { speaker } = context
    speaker.answer({ ok: true, origin, size: made.log.size, keys: made.keys.folder })
    speaker.say('init.done', { county: county.name.zh, boards: regions.regions.length })
    speaker.say('init.root', { folder: made.keys.folder })
    speaker.say('init.next')
    return 0
  } finally {
    await held.close()
  }
}

export function addInitCommand(program: Command, run: RunCommand): void {
  program
    .command('init')
    .description('init')
    .requiredOption('--regions <file>', 'init.regions')
    .option('--programs <file>', 'init.programs')
    .option('--origin <name>', 'init.origin')
    .action((options: Options) => run((context) => init(context, options)))
}
