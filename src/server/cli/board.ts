import type { Command } from 'commander'
import { renderUnicodeCompact } from 'uqr'
import type { RegionCode } from '#domain/region/region.ts'
import { formatCode } from '#protocol/code.ts'
import { formatLink } from '#protocol/link.ts'
import { newestKeyList } from '../keys/key-list.ts'
import { openServerKeys } from '../keys/server-keys.ts'
import { boardLinkOf, keyFolder } from '../publishing/county.ts'
import { manifestOf } from '../publishing/open-board.ts'
import { readReference } from '../publishing/reference.ts'
import { allBoardRows, findLog } from '../storage/log.ts'
import type { Storage } from '../storage/open.ts'
import { appFolder } from './app-folder.ts'
import { boardSheets, hudumFont, writeSecretFile } from './board-sheet.ts'
import { withDatabase, type Context } from './context.ts'
import type { RunCommand } from './run.ts'
import { CliTrouble } from './trouble.ts'

/** A board as an office needs it for its sheet of QR codes. The link holds the key: whoever has it reads the names. */
export interface BoardListing {
  region: RegionCode
  level: string
  name: { zh: string; mn?: string }
  seq: number
  notices: number
  epoch: number
  link: string
  /** The key again, to be typed. */
  code: string
  demo: boolean
}

export const defaultUrl = (port: number): string => `http://localhost:${port}`

export async function listBoards(
  context: Context,
  storage: Storage,
  url: string,
): Promise<BoardListing[]> {
  const log = await findLog(storage.read)
  if (!log) throw new CliTrouble('notInitialised')
  const list = await newestKeyList(storage.read)
  const keys = await openServerKeys(
    keyFolder(context.surroundings.dataFolder),
    log.origin,
    list?.list.root ?? null,
  )
  const { regions } = (await readReference(storage.read)).regions
  const rows = await allBoardRows(storage.read)
  return Promise.all(
    rows.map(async (row) => {
      const manifest = manifestOf(row)
      const link = await boardLinkOf(keys, manifest.region, row.epoch)
      return {
        region: manifest.region,
        level: regions.find(({ code }) => code === manifest.region)?.level ?? '',
        name: manifest.name,
        seq: row.seq,
        notices: manifest.shelves.reduce((sum, shelf) => sum + shelf.notices, 0),
        epoch: row.epoch,
        link: formatLink(url, link),
        code: await formatCode(manifest.region, row.epoch, link.key),
        demo: manifest.demo,
      }
    }),
  )
}

/** A QR of the link for a terminal, dark on light whatever the terminal's colours are. */
export const terminalQr = (link: string): string => renderUnicodeCompact(link, { border: 2 })

async function writeSheets(
  storage: Storage,
  boards: readonly BoardListing[],
  file: string,
): Promise<void> {
  const { scripts } = (await readReference(storage.read)).settings
  const folder = await appFolder()
  const font = folder === null ? null : await hudumFont(folder)
  await writeSecretFile(file, boardSheets(boards, scripts, font)).catch((cause: unknown) => {
    throw new CliTrouble('fileNotWritten', { file }, 1, { cause })
  })
}

export function addBoardCommand(program: Command, run: RunCommand): void {
  program
    .command('board')
    .description('board')
    .argument('[region]', 'board.region')
    .option('--url <url>', 'board.url')
    .option('--qr', 'board.qr')
    .option('--sheet <file>', 'board.sheet')
    .action((region: string | undefined, options: { url?: string; qr?: boolean; sheet?: string }) =>
      run((context) =>
        withDatabase(context, async (storage) => {
          const { speaker, surroundings } = context
          const all = await listBoards(
            context,
            storage,
            options.url ?? defaultUrl(surroundings.port),
          )
          const boards = region === undefined ? all : all.filter((b) => b.region === region)
          if (region !== undefined && boards.length === 0)
            throw new CliTrouble('noSuchBoard', { region })
          if (options.sheet !== undefined) {
            await writeSheets(storage, boards, options.sheet)
            speaker.answer({ ok: true, boards: boards.length, file: options.sheet })
            speaker.say('board.sheetDone', { file: options.sheet, count: boards.length })
            return 0
          }
          speaker.answer({ ok: true, boards })
          for (const board of boards) {
            const mark = board.demo ? speaker.words('board.demo') : ''
            speaker.print(`${board.region}  ${board.name.zh}${mark}  ${board.name.mn ?? ''}`.trim())
            speaker.print(
              `  ${speaker.words('board.facts', { seq: board.seq, notices: board.notices })}`,
            )
            speaker.print(`  ${board.link}`)
            speaker.print(`  ${speaker.words('board.code', { code: board.code })}`)
            if (options.qr) speaker.print(terminalQr(board.link))
          }
          return 0
        }),
      ),
    )
}
