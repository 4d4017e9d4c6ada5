import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const NAME = 'import-child.js'
let built: Promise<string> | null = null

/**
 * The script that the child process runs. Built, it lies beside the server's own script (or a
 * folder above one of its chunks); run from source it is built once and kept in the cache.
 */
export function childEntry(): Promise<string> {
  const here = dirname(fileURLToPath(import.meta.url))
  for (const folder of [here, dirname(here)]) {
    const file = join(folder, NAME)
    if (existsSync(file)) return Promise.resolve(file)
  }
  return (built ??= buildFromSource(here))
}

async function buildFromSource(here: string): Promise<string> {
  const root = join(here, '../../..')
  const cache = join(root, 'node_modules/.cache/sambar-import-child')
  const folder = join(cache, digestOf([here, join(root, 'src/domain')]))
  const file = join(folder, NAME)
  if (existsSync(file)) return file
  const { build } = await import('vite')
  const making = `${folder}.${process.pid}`
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      ssr: join(here, 'child.ts'),
      outDir: making,
      target: 'node20',
      minify: false,
      rolldownOptions: { output: { entryFileNames: NAME, format: 'es' } },
    },
  })
  mkdirSync(cache, { recursive: true })
  forgetOlder(cache, statSync(making).mtimeMs)
  try {
    renameSync(making, folder)
  } catch {
    // Another process was first; what it built is the same.
    rmSync(making, { recursive: true, force: true })
  }
  return file
}

/** What was built from earlier sources; another process may just be using what is younger. */
function forgetOlder(cache: string, now: number): void {
  for (const name of readdirSync(cache)) {
    const folder = join(cache, name)
    const built = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? now
    if (now - built > 3_600_000) rmSync(folder, { recursive: true, force: true })
  }
}

function digestOf(folders: string[]): string {
  const hash = createHash('sha256')
  for (const folder of folders) {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      if (/\.(ts|json)$/.test(name)) hash.update(name).update(readFileSync(join(folder, name)))
    }
  }
  return hash.digest('hex').slice(0, 16)
}
