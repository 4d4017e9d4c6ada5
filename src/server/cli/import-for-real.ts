import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { findProgram } from '#domain/program/parse-programs.ts'
import { newestKeyList } from '../keys/key-list.ts'
import { openServerKeys } from '../keys/server-keys.ts'
import { keyFolder } from '../publishing/county.ts'
import { readReference } from '../publishing/reference.ts'
import { keepImport } from '../review/drafts.ts'
import { knownMapping, rememberMapping } from '../review/mappings.ts'
import { createSheets } from '../review/sheets.ts'
import { findLog } from '../storage/log.ts'
import type { Storage } from '../storage/open.ts'
import { actAs, officeOf } from './acting.ts'
import { withDatabase, type Context } from './context.ts'
import { answerReport, mappingIn, readCalled, type ImportCall } from './import.ts'
import { CliTrouble } from './trouble.ts'
import { refuse } from './user.ts'

/** Where sealed source files lie. */
export const sheetFolder = (dataFolder: string): string => join(dataFolder, 'sheets')

async function keysOf(context: Context, storage: Storage) {
  const [log, list] = await Promise.all([findLog(storage.read), newestKeyList(storage.read)])
  if (!log) throw new CliTrouble('notInitialised')
  const folder = keyFolder(context.surroundings.dataFolder)
  return { log, keys: await openServerKeys(folder, log.origin, list?.list.root ?? null) }
}

/** Reads a sheet and keeps it as drafts, as a named person. All of it or nothing, beside a running server too. */
export async function importForReal(context: Context, call: ImportCall): Promise<number> {
  const login = call.user
  if (login === null) throw new CliTrouble('userMissing', {}, 2)
  return withDatabase(context, async (storage) => {
    const { log, keys } = await keysOf(context, storage)
    const person = await actAs(context, storage, login)
    const { regions, programs } = await readReference(storage.read)
    const sender = call.sender ?? ''
    const asked = call.program === null ? null : findProgram(programs, call.program)
    if (call.program !== null && asked === null)
      throw new CliTrouble('programUnknown', { program: call.program }, 2)
    const mapping = asked ? await knownMapping(storage.read, sender, asked.code) : {}
    const report = await readCalled(context, call, {
      regions,
      programs,
      personKey: keys.personKey,
      keep: 'all',
      mapping,
    })
    if (!report.accepted) return answerReport(context, report)
    const program = asked ?? findProgram(programs, report.program ?? '')
    if (!program) throw new CliTrouble('programUnknown', { program: report.program ?? '' })
    if (call.mapping !== null) {
      const corrected = await mappingIn(call.mapping)
      await storage.db.transaction().execute((tx) =>
        rememberMapping(tx, {
          sender,
          program: program.code,
          mapping: corrected,
          now: context.now(),
        }),
      )
    }
    const sheets = createSheets({
      folder: sheetFolder(context.surroundings.dataFolder),
      keys,
      random: context.random,
    })
    const sealed = await sheets.keep(await readFile(call.file))
    const kept = await keepImport(officeOf(context, storage), {
      report,
      program,
      importer: person,
      fileName: basename(call.file),
      sender,
      sealed,
      why: call.why ?? '',
      demo: log.demo === 1,
      options: call.batch === null ? {} : { batch: call.batch },
    })
    if ('refused' in kept) {
      await sheets.remove(sealed)
      return refuse(kept)
    }
    const exit = answerReport(context, report, { import: kept.import, drafts: kept.drafts })
    context.speaker.say('import.kept', { import: kept.import, drafts: kept.drafts.length })
    return exit
  })
}
