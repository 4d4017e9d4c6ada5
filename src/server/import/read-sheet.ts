import { fork, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { childEntry } from './child-entry.ts'
import { emptyReport } from './empty-report.ts'
import type { Answer, Order } from './messages.ts'
import type { ErrorCode, ImportReport } from './report.ts'
import type { ReadOptions } from './run.ts'

export interface ReadSheetOptions extends ReadOptions {
  /** 32 bytes; random for a dry run. Payees are known again across files by hashes under it. */
  personKey: Uint8Array
  onProgress?(rows: number): void
  /** Wall clock and resident memory after which the child is ended. */
  limitMs?: number
  limitBytes?: number
}

const LIMIT_MS = 180_000
const LIMIT_BYTES = 400 * 1024 * 1024
const WATCH_MS = 100

/**
 * Reads a sheet that somebody sent, in a child process with limits of memory and time. Always
 * answers with a report: a file that kills its reader is one that is refused. The parent never
 * parses a byte of it.
 */
export async function readSheet(
  source: Uint8Array | { path: string },
  name: string,
  options: ReadSheetOptions,
): Promise<ImportReport> {
  const { personKey, onProgress, limitMs = LIMIT_MS, limitBytes = LIMIT_BYTES, ...rest } = options
  const bytes = source instanceof Uint8Array ? source : null
  const path = source instanceof Uint8Array ? null : source.path
  const order: Order = {
    name,
    path,
    options: rest,
    personKey: Buffer.from(personKey).toString('hex'),
  }
  const child = fork(await childEntry(), [], {
    // Our own flags and surroundings only: nothing of the parent's debugger, loaders or secrets.
    execArgv: ['--max-old-space-size=288', '--max-semi-space-size=8'],
    env: process.env['SystemRoot'] === undefined ? {} : { SystemRoot: process.env['SystemRoot'] },
    stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
  })
  const report = await new Promise<ImportReport | ErrorCode>((resolve, reject) => {
    let told: ErrorCode = 'fileDamaged'
    let gathered: ImportReport | null = null
    let done = false
    const end = (code: ErrorCode) => {
      told = code
      child.kill('SIGKILL')
    }
    const clock = setTimeout(() => end('fileLimits'), limitMs)
    const look = () => {
      if (residentBytes(child) > limitBytes) end('fileLimits')
    }
    const watch = setInterval(look, WATCH_MS)
    child.on('message', (message) => {
      const answer = message as Answer
      if (answer.kind === 'progress') {
        look()
        onProgress?.(answer.rows)
      } else if (answer.kind === 'report') gathered = answer.report
      else if (answer.kind === 'lines')
        gathered?.disbursements[answer.index]?.lines.push(...answer.lines)
      else done = true
    })
    child.once('error', reject)
    child.once('close', (code, signal) => {
      clearTimeout(clock)
      clearInterval(watch)
      if (done && gathered !== null) return resolve(gathered)
      // Out of memory ends with an abort; only a fault of ours with 70.
      resolve(signal === 'SIGABRT' || code === 134 ? 'fileLimits' : told)
    })
    child.stdin?.on('error', () => undefined)
    child.send(order)
    child.stdin?.end(bytes ?? undefined)
  })
  return typeof report === 'string' ? refused(report, bytes ?? (await hashed(path!))) : report
}

/** Resident memory of the child, where the system tells it. */
function residentBytes(child: ChildProcess): number {
  try {
    const pages = Number(readFileSync(`/proc/${child.pid}/statm`, 'latin1').split(' ')[1])
    return Number.isFinite(pages) ? pages * 4096 : 0
  } catch {
    return 0
  }
}

async function hashed(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer)
  return hash.digest('hex')
}

function refused(code: ErrorCode, of: Uint8Array | string): ImportReport {
  return {
    ...emptyReport(typeof of === 'string' ? of : createHash('sha256').update(of).digest('hex')),
    errors: [{ row: null, column: null, code }],
    errorCount: 1,
  }
}
