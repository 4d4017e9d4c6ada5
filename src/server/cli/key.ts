import type { Command } from 'commander'
import { parseRegionCode } from '#domain/region/region-code.ts'
import { epochMs, instantOf, type Instant } from '#domain/calendar/day.ts'
import { addLogKey, newestKeyList, nextKeyList } from '../keys/key-list.ts'
import { openServerKeys } from '../keys/server-keys.ts'
import { keyFolder, openCounty } from '../publishing/county.ts'
import { publish } from '../publishing/publish.ts'
import { boardRows, findLog, putKeyList } from '../storage/log.ts'
import { countyAround, holdData, withCounty, withDatabase, type Context } from './context.ts'
import type { RunCommand } from './run.ts'
import { CliTrouble } from './trouble.ts'

async function list(context: Context): Promise<number> {
  return withDatabase(context, async (storage) => {
    const log = await findLog(storage.read)
    const newest = await newestKeyList(storage.read)
    if (!log || !newest) throw new CliTrouble('notInitialised')
    const keys = await openServerKeys(
      keyFolder(context.surroundings.dataFolder),
      log.origin,
      newest.list.root,
    )
    const { list: published } = newest
    const { speaker } = context
    speaker.answer({ ok: true, ...published, rootHere: keys.root !== null })
    speaker.say('key.version', { version: published.version, at: published.at })
    speaker.say(keys.root ? 'key.rootHere' : 'key.rootAway', { vkey: published.root })
    for (const { vkey, from, until } of published.log)
      speaker.say(until === null ? 'key.log' : 'key.logOld', { vkey, from, until: until ?? '' })
    for (const vkey of published.time) speaker.say('key.time', { vkey })
    return 0
  })
}

/**
 * A new log key from the next checkpoint on: made, named by a root-signed list, published on the county's board, which is
 * the first thing that it signs.
 */
async function rotate(context: Context): Promise<number> {
  const held = await holdData(context)
  try {
    const around = countyAround(context, held.storage)
    const before = await openCounty(around)
    const newest = await newestKeyList(held.storage.db)
    if (!newest) throw new CliTrouble('notInitialised')
    if (!before.keys.root) throw new CliTrouble('rootAway')
    const number = await addLogKey(before.keys.folder, context.random)
    const keys = await openServerKeys(before.keys.folder, before.log.origin, newest.list.root)
    const made = keys.log.find((key) => key.number === number)
    if (!made) throw new CliTrouble('keyMissing', { file: before.keys.folder })
    const at = instantOf(Math.max(context.now(), epochMs(before.log.at as Instant)))
    const row = await nextKeyList(keys, newest.list, {
      vkey: made.signer.vkey,
      size: before.log.size,
      at,
    })
    await held.storage.db.transaction().execute((tx) => putKeyList(tx, row))
    const after = await openCounty(around)
    const published = await publish(after.publishing, {
      documents: [{ v: 1, name: 'keyList', value: row.note }],
      why: context.speaker.words('key.why'),
    })
    if ('refused' in published) throw new CliTrouble(published.refused)
    context.speaker.answer({ ok: true, version: row.version, vkey: made.signer.vkey })
    context.speaker.say('key.rotated', { version: row.version, vkey: made.signer.vkey })
    return 0
  } finally {
    await held.close()
  }
}

/** New keys for boards: their QR sheets have to be printed and hung up anew. */
async function renew(context: Context, regions: string[]): Promise<number> {
  const codes = regions.map((text) => {
    const code = parseRegionCode(text)
    if (code === null) throw new CliTrouble('noSuchBoard', { region: text }, 2)
    return code
  })
  return withCounty(context, async ({ publishing }, storage) => {
    const there = new Set((await boardRows(storage.db, codes)).map(({ region }) => region))
    const missing = codes.find((code) => !there.has(code))
    if (missing !== undefined) throw new CliTrouble('noSuchBoard', { region: missing })
    const done = await publish(publishing, { newKeys: codes })
    if ('refused' in done) throw new CliTrouble(done.refused)
    context.speaker.answer({ ok: true, boards: done.boards, size: done.size })
    context.speaker.say('key.renewed', { boards: done.boards.length })
    return 0
  })
}

export function addKeyCommand(program: Command, run: RunCommand): void {
  const key = program.command('key').description('key')
  key
    .command('list')
    .description('key.list')
    .action(() => run(list))
  key
    .command('epoch')
    .description('key.epoch')
    .argument('<region...>', 'key.region')
    .action((regions: string[]) => run((context) => renew(context, regions)))
  key
    .command('rotate')
    .description('key.rotate')
    .action(() => run(rotate))
}
