import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { findChromium } from '#tests/support/browser.ts'
import { ROOT } from '#tests/support/root.ts'
import { startServer } from '#tests/support/server.ts'
import type { Measured } from './figure.ts'

const PACKAGE = 'lighthouse@12.8.2'
const RUNS = 5
const BARS = { performance: 95, accessibility: 100, 'best-practices': 100 }
type Category = keyof typeof BARS
const CATEGORIES = Object.keys(BARS) as Category[]

/**
 * Lighthouse's own view of a first visit on its simulated phone, median of five. Reported: what is below its bar warns
 * and fails nothing. The tool is fetched apart, since nothing else here needs its hundred packages.
 */
export async function lighthouse(): Promise<Measured> {
  const figure = { name: 'lighthouse', floor: null, bar: BARS.performance, unit: '' }
  const tool = fetchTool()
  if ('missing' in tool) return { ...figure, value: null, ok: null, said: tool.missing }
  const server = await startServer()
  try {
    const runs: Record<Category, number>[] = []
    for (let i = 0; i < RUNS; i++) runs.push(await run(tool.script, server.url))
    const median = (category: Category) =>
      runs.map((one) => one[category]).sort((a, b) => a - b)[Math.floor(RUNS / 2)]!
    const below = CATEGORIES.filter((category) => median(category) < BARS[category])
    const scores = CATEGORIES.map((name) => `${name} ${median(name)}, at least ${BARS[name]}`)
    const warning = below.length > 0 ? `WARNS of ${below.join(', ')}; ` : ''
    return {
      ...figure,
      value: median('performance'),
      ok: below.length > 0 ? null : true,
      said: `${warning}median of ${RUNS}: ${scores.join('; ')}`,
    }
  } finally {
    await server.stop()
  }
}

function fetchTool(): { script: string } | { missing: string } {
  const dir = join(ROOT, 'node_modules/.cache/lighthouse')
  const script = join(dir, 'node_modules/lighthouse/cli/index.js')
  if (existsSync(script)) return { script }
  mkdirSync(dir, { recursive: true })
  try {
    const args = ['install', '--prefix', dir, '--no-save', '--ignore-scripts', PACKAGE]
    execFileSync('npm', args, { stdio: 'pipe' })
    return { script }
  } catch (error) {
    return { missing: `${PACKAGE} cannot be fetched: ${(error as Error).message.split('\n')[0]}` }
  }
}

async function run(script: string, url: string): Promise<Record<Category, number>> {
  const home = mkdtempSync(join(tmpdir(), 'sambar-lighthouse-'))
  try {
    const flags = '--headless=new --no-sandbox --disable-gpu --no-first-run'
    const args = [
      script,
      url,
      '--quiet',
      '--output=json',
      '--output-path=stdout',
      `--only-categories=${CATEGORIES.join(',')}`,
      `--chrome-flags=${flags}`,
    ]
    const env = { ...process.env, CHROME_PATH: findChromium(), TMPDIR: home, HOME: home, CI: '1' }
    const options = { env, maxBuffer: 1 << 26 }
    const { stdout } = await promisify(execFile)(process.execPath, args, options)
    const report = JSON.parse(stdout) as {
      categories: Record<Category, { score: number | null }>
    }
    return Object.fromEntries(
      CATEGORIES.map((name) => [name, Math.round((report.categories[name].score ?? 0) * 100)]),
    ) as Record<Category, number>
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 3 })
  }
}
