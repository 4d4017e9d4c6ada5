import { fork } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import type { ChildOrder } from './publish-child.ts'

const ROOT = join(import.meta.dirname, '../..')

/** The child as plain JavaScript, which a bare Node can run and anybody can kill. */
export async function buildChild(): Promise<{ file: string; remove(): void }> {
  const cache = join(ROOT, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'publish-child-'))
  await build({
    root: ROOT,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      ssr: join(import.meta.dirname, 'publish-child.ts'),
      outDir: folder,
      target: 'node20',
      minify: false,
      rolldownOptions: { output: { entryFileNames: 'child.js', format: 'es' } },
    },
  })
  return {
    file: join(folder, 'child.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

export interface ChildEnd {
  signal: NodeJS.Signals | null
  code: number | null
  /** Sheets of which the child said that they are published. */
  acknowledged: string[][]
  fault: string | null
}

/** Runs the child to its end; `killAfterMs` counts from the moment at which it begins to publish. */
export function runChild(
  file: string,
  order: ChildOrder,
  killAfterMs: number | null = null,
): Promise<ChildEnd> {
  const child = fork(file, [], { cwd: ROOT, execArgv: [], stdio: 'inherit' })
  const end: ChildEnd = { signal: null, code: null, acknowledged: [], fault: null }
  let timer: NodeJS.Timeout | undefined
  child.on(
    'message',
    (message: { ready?: true; acknowledged?: string[]; fault?: string; finished?: true }) => {
      if (message.ready && killAfterMs !== null)
        timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs)
      if (message.acknowledged) end.acknowledged.push(message.acknowledged)
      if (message.fault) end.fault = message.fault
      if (message.finished || message.fault) child.kill('SIGKILL')
    },
  )
  child.send(order)
  return new Promise((resolve) =>
    child.once('exit', (code, signal) => {
      clearTimeout(timer)
      resolve({ ...end, code, signal })
    }),
  )
}
