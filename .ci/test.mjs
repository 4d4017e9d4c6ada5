/**
 * `npm test`: proves the product on a fresh clone. Each part runs alone, so that two cores serve one at a time; a
 * part that fails does not keep the next from running. The last line counts everything: `N passed, N failed`.
 *
 * usage: node .ci/test.mjs [--long] [--check] [part …]
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { build, endTogether, ensurePackages, tool } from './ensure.mjs'

const words = process.argv.slice(2)
const long = words.includes('--long')
const check = words.includes('--check')
const wanted = words.filter((word) => !word.startsWith('--'))

const PRETTY = [
  'src/**/*.{ts,vue,css}',
  'tests/**/*.{ts,mjs}',
  '.ci/*.{ts,mts,mjs}',
  '*.{ts,js,html}',
]
const suites = check
  ? ['unit', 'screens']
  : long
    ? ['faults', 'sim', 'old', 'tablet']
    : ['unit', 'screens', 'storage', 'faults', 'sim', 'e2e']
const PARTS = {
  ...(long ? {} : { types: once('types', () => tool('vue-tsc/bin/vue-tsc.js', ['-b'])) }),
  ...(long
    ? {}
    : { lint: once('lint', () => tool('eslint/bin/eslint.js', ['.', '--max-warnings=0'])) }),
  ...(long
    ? {}
    : {
        format: once('format', () =>
          tool('prettier/bin/prettier.cjs', ['--check', '--log-level=warn', ...PRETTY]),
        ),
      }),
  ...(check ? {} : { build: once('build', build) }),
  ...Object.fromEntries(suites.map((name) => [name, () => vitest(name)])),
}

/** A part that is one statement: it holds or it does not. */
function once(name, work) {
  return async () => {
    const status = await work()
    console.log(status === 0 ? `${name}: holds` : `${name}: does not hold`)
    return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: [] }
  }
}

const run = mkdtempSync(join(tmpdir(), 'sambar-tests-'))
process.env.SAMBAR_TEST_RUN = run
process.env.SAMBAR_TEST_OWNER = String(process.pid)
if (long) {
  process.env.SAMBAR_TEST_LONG = '1'
  process.env.SIM_SEEDS ??= '1000'
}

async function vitest(name) {
  const report = join(run, `${name}.json`)
  const status = await tool('vitest/vitest.mjs', [
    'run',
    ...['--project', name, '--passWithNoTests=false'],
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
  ])
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: [] }
  return count(JSON.parse(readFileSync(report, 'utf8')), status)
}

function count(report, status) {
  const tests = report.testResults.flatMap((file) => file.assertionResults)
  const passed = tests.filter((test) => test.status === 'passed').length
  // A file that could not even be loaded holds no tests, yet it has failed.
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((t) => t.status === 'failed'),
  )
  let failed = tests.filter((test) => test.status === 'failed').length + broken.length
  if (status !== 0 && failed === 0) failed = 1
  const skipped = tests
    .filter((test) => test.status !== 'passed' && test.status !== 'failed')
    .map((test) => `${test.fullName} (${test.status})`)
  return { passed, failed, skipped }
}

async function main() {
  if ((await ensurePackages()) !== 0) return { passed: 0, failed: 1, skipped: [] }
  const sum = { passed: 0, failed: 0, skipped: [] }
  for (const [name, part] of Object.entries(PARTS)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    console.log(`\n━━ ${name}`)
    const began = Date.now()
    const { passed, failed, skipped } = await part()
    const seconds = Math.round((Date.now() - began) / 1000)
    console.log(`${name}: ${passed} passed, ${failed} failed in ${seconds} s`)
    sum.passed += passed
    sum.failed += failed
    sum.skipped.push(...skipped)
  }
  return sum
}

/** The database of this run is stopped by its keeper; wait for it, so that nothing is left behind. */
async function tidy() {
  writeFileSync(join(run, 'stop'), '')
  for (let i = 0; i < 100 && existsSync(join(run, 'keeper')); i++) await sleep(50)
  rmSync(run, { recursive: true, force: true })
}

// Where there is a database, its keeper sees that this process is gone, and takes the folder away with it.
endTogether(() => existsSync(join(run, 'keeper')) || rmSync(run, { recursive: true, force: true }))

const { passed, failed, skipped } = await main()
await tidy()
for (const name of skipped) console.log(`skipped: ${name}`)
console.log(
  `\n${passed} passed, ${failed} failed${skipped.length ? `, ${skipped.length} skipped` : ''}`,
)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
