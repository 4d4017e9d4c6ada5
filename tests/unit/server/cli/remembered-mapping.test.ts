import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sambar } from './shell.ts'

const SAMPLES = join(import.meta.dirname, '../../../fixtures/samples')
const PROGRAMS = join(import.meta.dirname, '../../../../src/server/county-data/programs.json')
const PASSWORD = 'caoyuan hen da 2026\n'

test('a mapping that came with one sheet is known with the next of that sender', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sambar-mapping-'))
  try {
    const env = { SAMBAR_DATA: join(folder, 'data'), PORT: '1' }
    const run = (argv: string[]) => sambar([...argv, '--json'], env, PASSWORD)
    const regions = ['--regions', join(SAMPLES, 'regions-demo.json'), '--programs', PROGRAMS]
    await run(['init', ...regions, '--origin', 'sambar.example/152529'])
    await run(['user', 'add', 'luru', '--name', '录入', '--grant', 'importer@152529000000'])
    const sheet = (name: string, yuan: number) => {
      const path = join(folder, name)
      writeFileSync(path, `嘎查,姓名,补贴金额,奖励金额\n示范嘎查一,巴特尔,${yuan},5\n`)
      return path
    }
    const call = (file: string, ...more: string[]) =>
      run(
        ['import', file, '--program', '高龄津贴', '--year', '2025', '--user', 'luru'].concat(more),
      )
    const first = sheet('first.csv', 100)
    const refused = (await call(first, '--sender', '民政局')).json()
    expect(refused).toMatchObject({ accepted: false, errors: [{ code: 'headerConflict' }] })
    const mapping = refused['mapping'] as { [signature: string]: object }
    for (const labels of Object.values(mapping))
      Object.assign(labels, { 奖励金额: { field: 'drop' } })
    const file = join(folder, 'mapping.json')
    writeFileSync(file, JSON.stringify(mapping))
    const told = await call(first, '--sender', '民政局', '--mapping', file)
    expect(told.json()).toMatchObject({ accepted: true, totalFen: 10000 })
    const next = sheet('next.csv', 200)
    expect((await call(next, '--sender', '别的局')).json()).toMatchObject({ accepted: false })
    expect((await call(next, '--sender', '民政局')).json()).toMatchObject({
      accepted: true,
      totalFen: 20000,
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
