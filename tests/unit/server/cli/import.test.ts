import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { afterAll, describe, expect, test } from 'vitest'
import { runCli } from '#server/cli/run.ts'
import { bigSheet, inventedCard, inventedId } from '#tests/support/big-sheet.ts'
import { sampleExpected, samplePath } from '#tests/support/samples.ts'

const folder = mkdtempSync(join(tmpdir(), 'sambar-import-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function sambar(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' }
  const into = (name: 'out' | 'err') =>
    new Writable({
      write(bytes, _encoding, done) {
        written[name] += String(bytes)
        done()
      },
    })
  const streams = {
    stdin: Readable.from([]),
    stdout: into('out'),
    stderr: into('err'),
    env: { SAMBAR_DATA: join(folder, 'no-county') },
  }
  // Every look at the clock is a second later, so that each report of progress is due.
  let now = Date.UTC(2026, 0, 15)
  const code = await runCli(argv, {
    streams,
    now: () => (now += 1000),
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    every: () => ({ stop: () => undefined }),
    stopped: () => Promise.resolve(),
  })
  return { code, ...written }
}

const regions = samplePath('regions-demo.json')
const GOOD = '06-草原补奖-分苏木镇汇总-2025.xlsx'

describe('a dry run', () => {
  test('needs no county, leaves nothing behind, and prints one object', async () => {
    const { code, out } = await sambar(
      'import',
      samplePath(GOOD),
      '--dry-run',
      '--json',
      '--regions',
      regions,
    )
    const report = JSON.parse(out) as Record<string, unknown>
    const expected = sampleExpected(GOOD)
    expect(code).toBe(0)
    expect(out.trimEnd().split('\n')).toHaveLength(1)
    expect(report).toMatchObject({
      accepted: true,
      program: expected.program,
      year: expected.year,
      kind: 'aggregate',
      villages: expected.villages,
      households: expected.households,
      spotLines: expected.spotLines,
    })
    expect(readdirSync(folder)).toEqual([])
  })

  test('a refused file is one object too, and exit code 1', async () => {
    const { code, out } = await sambar(
      'import',
      samplePath('bad/total-disagrees.xlsx'),
      '--dry-run',
      '--json',
      '--regions',
      regions,
      '--program',
      '没有在名录里的项目',
      '--year',
      '2024',
    )
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      accepted: false,
      program: '没有在名录里的项目',
      year: 2024,
      lines: 0,
      errors: [{ row: 20, column: '补贴金额(元)', code: 'totalMismatch' }],
    })
  })

  test.each([
    ['no file', ['import', '--dry-run', '--json']],
    ['a file that is not there', ['import', 'nowhere.csv', '--dry-run', '--json']],
    ['a folder', ['import', folder, '--dry-run', '--json']],
    ['an odd year', ['import', samplePath(GOOD), '--dry-run', '--json', '--year', '25']],
    [
      'a list of regions that is none',
      ['import', samplePath(GOOD), '--dry-run', '--json', '--regions', samplePath('README.md')],
    ],
    ['an unknown option', ['import', samplePath(GOOD), '--dry-run', '--json', '--nonsense']],
  ])('%s is a wrong call: exit code 2 and one object', async (_, argv) => {
    const { code, out } = await sambar(...argv)
    expect(code).toBe(2)
    expect(JSON.parse(out)).toMatchObject({ ok: false })
    expect(out.trimEnd().split('\n')).toHaveLength(1)
  })

  test('in words each error has its place', async () => {
    const path = samplePath('bad/id-same-twice.xlsx')
    for (const language of ['zh', 'mn']) {
      const { code, out } = await sambar(
        'import',
        path,
        '--dry-run',
        '--regions',
        regions,
        '--lang',
        language,
      )
      expect(code).toBe(1)
      expect(out).toMatch(/15[^]*身份证号[^]*4/)
    }
  })

  test('there are words for every code, in both languages', () => {
    const codes = readFileSync('src/server/import/report.ts', 'utf8')
    const named = (type: string) =>
      [
        ...new RegExp(`export type ${type} =([^]*?)\\n\\n`).exec(codes)![1]!.matchAll(/'(\w+)'/g),
      ].map(([, code]) => code)
    for (const file of ['i18n/zh-Hans.json', 'i18n/mn-Mong.json']) {
      const words = (
        JSON.parse(readFileSync(file, 'utf8')) as { import: Record<string, Record<string, string>> }
      ).import
      expect(Object.keys(words['errors']!)).toEqual(expect.arrayContaining(named('ErrorCode')))
      expect(Object.keys(words['warnings']!)).toEqual(expect.arrayContaining(named('WarningCode')))
      expect(Object.keys(words['kinds']!)).toEqual(expect.arrayContaining(named('FileKind')))
    }
  })

  test('against an earlier file it tells each household that differs', async () => {
    const corrected = '07-草原生态保护补助奖励-2025-更正.xlsx'
    const { out } = await sambar(
      'import',
      samplePath(corrected),
      '--dry-run',
      '--json',
      '--regions',
      regions,
      '--compare',
      samplePath('01-草原生态保护补助奖励-2025.xlsx'),
    )
    const { comparedWith } = JSON.parse(out) as { comparedWith: Record<string, unknown[]> }
    expect([
      comparedWith['changed']!.length,
      comparedWith['removed']!.length,
      comparedWith['added']!.length,
    ]).toEqual([3, 1, 2])
  })

  test('progress is told on stderr, and no personal number on either', async () => {
    const sheet = bigSheet(3000, [{ township: '示范苏木', village: '示范嘎查一' }])
    const rows = sheet.rows.map((row, n) =>
      n === 7
        ? row.map((value, c) => (c === row.length - 1 ? `卡号${inventedCard(9)}` : value))
        : row,
    )
    const file = join(folder, '补贴.csv')
    writeFileSync(
      file,
      [sheet.header, ...rows].map((row) => row.map((value) => `"${value}"`).join(',')).join('\n'),
    )
    const { code, out, err } = await sambar(
      'import',
      file,
      '--dry-run',
      '--json',
      '--regions',
      regions,
    )
    expect(code).toBe(1)
    expect((JSON.parse(out) as { errors: unknown }).errors).toEqual([
      { row: 9, column: '备注', code: 'cardInText' },
    ])
    expect(err).toMatch(/1000/)
    for (let n = 0; n < 3000; n++)
      expect((out + err).includes(inventedId(n)) || (out + err).includes(inventedCard(n))).toBe(
        false,
      )
    rmSync(file)
  })
})
