import { join } from 'node:path'
import { createServer, type AddressInfo } from 'node:net'
import type { Command } from 'commander'
import { createPasswords } from '../auth/password.ts'
import { createApp } from '../http/app.ts'
import { readStaticFiles } from '../http/static-files.ts'
import { cosignAnew } from '../publishing/checkpoint.ts'
import { openCounty } from '../publishing/county.ts'
import { createSheets } from '../review/sheets.ts'
import { checkAudit } from '../storage/audit.ts'
import { isAppOff } from './app.ts'
import { appFolder, exists } from './app-folder.ts'
import { defaultUrl, listBoards, terminalQr } from './board.ts'
import { countyAround, holdData, makeDataFolder, type Context, type Held } from './context.ts'
import { tellAccounts } from './demo.ts'
import { sheetFolder } from './import-for-real.ts'
import type { RunCommand } from './run.ts'
import { parsePort, type Surroundings } from './surroundings.ts'
import { clearUnfinishedDemo, ensureDemo } from './unfinished-demo.ts'

interface Options {
  demo?: boolean
  port?: string
  host?: string
  url?: string
}

/** The checkpoint is timestamped anew this often, so that phones can tell how old what they hold is. */
const COSIGN_MS = 10 * 60_000

/** Without the built app only the API is served. */
async function appFiles() {
  const folder = await appFolder()
  if (!folder) return new Map()
  const former = join(folder, '../former')
  return readStaticFiles(folder, (await exists(former)) ? former : undefined)
}

const withOptions = (surroundings: Surroundings, options: Options): Surroundings => ({
  ...surroundings,
  port: options.port === undefined ? surroundings.port : parsePort(options.port),
  host: options.host ?? surroundings.host,
})

const tryToListen = (port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen({ port, host }, () => probe.close(() => resolve()))
  })

/**
 * The address to listen on. A taken port is said here, before a demo is made or a database opened; `::` (IPv4 and IPv6)
 * becomes IPv4 alone on a machine that was set up without IPv6.
 */
async function freeAddress({ port, host }: Surroundings): Promise<string> {
  try {
    await tryToListen(port, host)
    return host
  } catch (fault) {
    const code: unknown = Reflect.get(Object(fault), 'code')
    if (host !== '::' || (code !== 'EAFNOSUPPORT' && code !== 'EADDRNOTAVAIL')) throw fault
    await tryToListen(port, '0.0.0.0')
    return '0.0.0.0'
  }
}

/** The link of a board holds its key: a real county's is never printed where a journal keeps it. */
async function tellWhere(context: Context, held: Held, url: string, demo: boolean): Promise<void> {
  const { speaker } = context
  const boards = demo ? await listBoards(context, held.storage, url) : []
  const board = boards.find(({ level }) => level === 'village') ?? null
  speaker.answer({ ok: true, url, ...(demo ? { board } : {}) })
  speaker.say('serve.ready', { url })
  if (!demo) return
  tellAccounts(context)
  if (!board) return
  speaker.say('serve.board', { name: board.name.zh })
  speaker.print(`  ${board.link}`)
  speaker.print(terminalQr(board.link))
}

/**
 * Once it is served, the office's chain of what was done is read through; a break is said in one line and stops nothing:
 * what hangs on the boards has a log of its own.
 */
async function lookAtAudit(context: Context, held: Held, signal: AbortSignal): Promise<void> {
  const { speaker, streams } = context
  try {
    const { brokenAt } = await checkAudit(held.storage.read, signal)
    if (brokenAt !== null)
      streams.stderr.write(`sambar: ${speaker.words('errors.auditBroken', { row: brokenAt })}\n`)
  } catch (fault) {
    if (!signal.aborted)
      streams.stderr.write(`${JSON.stringify({ fault: 'audit', message: String(fault) })}\n`)
  }
}

async function serve(given: Context, options: Options): Promise<number> {
  const context = { ...given, surroundings: withOptions(given.surroundings, options) }
  const { surroundings, now, random, streams } = context
  const host = await freeAddress(surroundings)
  await makeDataFolder(context)
  if (options.demo) await clearUnfinishedDemo(context)
  const held = await holdData(context)
  try {
    if (options.demo) await ensureDemo(context, held)
    const county = await openCounty(countyAround(context, held.storage))
    const { publishing, keys } = county
    const app = await createApp({
      storage: held.storage,
      passwords: createPasswords(random),
      publishing,
      sheets: createSheets({ folder: sheetFolder(surroundings.dataFolder), keys, random }),
      files: await appFiles(),
      appOff: () => isAppOff(surroundings.dataFolder),
      now,
      random,
      log: (line) => streams.stderr.write(`${line}\n`),
    })
    // A first timestamp at once: whatever the log's newest entry is, the county is heard today.
    await cosignAnew(publishing)
    const timer = context.every(COSIGN_MS, () => {
      cosignAnew(publishing).catch((fault: unknown) =>
        streams.stderr.write(`${JSON.stringify({ fault: 'cosign', message: String(fault) })}\n`),
      )
    })
    const ending = new AbortController()
    try {
      const stop = context.stopped()
      await app.listen({ port: surroundings.port, host })
      const { port } = app.server.address() as AddressInfo
      await tellWhere(context, held, options.url ?? defaultUrl(port), county.log.demo === 1)
      const looking = lookAtAudit(context, held, ending.signal)
      await stop
      ending.abort()
      await looking
      return 0
    } finally {
      timer.stop()
      await app.close()
    }
  } finally {
    await held.close()
  }
}

export function addServeCommand(program: Command, run: RunCommand): void {
  program
    .command('serve')
    .description('serve')
    .option('--demo', 'serve.demo')
    .option('--port <port>', 'serve.port')
    .option('--host <host>', 'serve.host')
    .option('--url <url>', 'serve.url')
    .action((options: Options) => run((context) => serve(context, options)))
}
