import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { parseReference } from '#protocol/parse-reference.ts'
import type { ReferenceDocument } from '#protocol/reference.ts'
import { VerificationError } from '#transparency/verification-error.ts'
import { publish } from '../publishing/publish.ts'
import { withCounty, type Context } from './context.ts'
import type { RunCommand } from './run.ts'
import { CliTrouble } from './trouble.ts'
import { refuse } from './user.ts'

/** Documents that an office hands in; the key list is signed, not written. */
const NAMES = ['regions', 'programs', 'catalog', 'calendar', 'columnAliases', 'settings']

async function documentIn(name: string, file: string): Promise<ReferenceDocument> {
  if (!NAMES.includes(name)) throw new CliTrouble('documentUnknown', { name }, 2)
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'))
    const document = parseReference({ v: 1, name, value })
    if (document) return document
  } catch (cause) {
    const where = cause instanceof VerificationError ? String(cause.facts['why'] ?? '') : ''
    throw new CliTrouble('documentUnreadable', { where }, 2, { cause })
  }
  throw new CliTrouble('documentUnknown', { name }, 2)
}

/** Publishes one of the county's documents as its next version; villages that are new get their empty boards with it. */
async function put(
  context: Context,
  name: string,
  file: string,
  options: { why?: string },
): Promise<number> {
  const document = await documentIn(name, file)
  return withCounty(context, async ({ publishing }) => {
    const boards = document.name === 'regions' ? document.value.regions.map(({ code }) => code) : []
    const done = await publish(publishing, {
      documents: [document],
      boards,
      why: options.why ?? '',
    })
    const { speaker } = context
    if ('refused' in done) {
      if (done.refused !== 'nothingToPublish') return refuse(done)
      speaker.answer({ ok: true, name, changed: false })
      speaker.say('document.unchanged', { name })
      return 0
    }
    speaker.answer({ ok: true, name, changed: true, size: done.size })
    speaker.say('document.done', { name, size: done.size })
    return 0
  })
}

export function addDocumentCommand(program: Command, run: RunCommand): void {
  program
    .command('document')
    .description('document')
    .argument('<name>', 'document.name')
    .argument('<file>', 'document.file')
    .option('--why <reason>', 'document.why')
    .action((name: string, file: string, options: { why?: string }) =>
      run((context) => put(context, name, file, options)),
    )
}
