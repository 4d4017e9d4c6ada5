import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import mongolian from '../../../../i18n/mn-Mong.json'
import chinese from '../../../../i18n/zh-Hans.json'
import { PassThrough } from 'node:stream'
import { createSpeaker, tellTrouble } from '#server/cli/io.ts'
import { CliTrouble } from '#server/cli/trouble.ts'
import { sambar } from './shell.ts'

const COMMANDS = [
  ['serve'],
  ['init'],
  ['demo'],
  ['board'],
  ['import'],
  ['submit'],
  ['review'],
  ['publish'],
  ['withdraw'],
  ['audit'],
  ['user', 'add'],
  ['user', 'list'],
  ['user', 'passwd'],
  ['user', 'disable'],
  ['device', 'add'],
  ['device', 'list'],
  ['device', 'code'],
  ['device', 'set'],
  ['device', 'restart'],
  ['device', 'revoke'],
  ['key', 'list'],
  ['key', 'rotate'],
  ['key', 'epoch'],
  ['document'],
  ['app', 'status'],
  ['app', 'off'],
  ['app', 'on'],
]

let folder: string
const env = (more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv => ({
  SAMBAR_DATA: join(folder, 'data'),
  PORT: '1',
  ...more,
})
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sambar-cli-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('every command', () => {
  test.each(COMMANDS.map((command) => ({ name: command.join(' '), command })))(
    'sambar $name says in both languages what it does',
    async ({ command }) => {
      const zh = await sambar([...command, '--help'], env())
      const mn = await sambar([...command, '--help', '--lang', 'mn'], env())
      for (const { exit, out } of [zh, mn]) {
        expect(exit).toBe(0)
        expect(out).toContain('--json')
        expect(out).toContain(`sambar ${command.join(' ')}`)
        expect(out).not.toMatch(/help\.|\{\w+\}/)
      }
      expect(zh.out).toMatch(/\p{Script=Han}/u)
      expect(mn.out).toMatch(/\p{Script=Mongolian}/u)
      expect(mn.out).not.toMatch(/\p{Script=Han}/u)
    },
  )

  test('the program itself names them all', async () => {
    const { out, exit } = await sambar(['--help'], env())
    expect(exit).toBe(0)
    for (const [name] of COMMANDS) expect(out).toMatch(new RegExp(`^ +${name}\\b`, 'm'))
  })

  test('every trouble has its words in both languages', () => {
    expect(Object.keys(mongolian.cli.errors).sort()).toEqual(Object.keys(chinese.cli.errors).sort())
  })
})

describe('a wrong call', () => {
  test.each([
    [['nonsense'], 'nonsense'],
    [['board', '--nonsense'], '--nonsense'],
    [['init'], '--regions'],
    [['user', 'add'], '--name'],
    [['board', '--lang', 'fr'], '--lang'],
  ])('%j ends with 2 and one line', async (argv, told) => {
    const { exit, out, err } = await sambar(argv, env())
    expect([exit, out]).toEqual([2, ''])
    expect(err.trim().split('\n')).toHaveLength(1)
    expect(err).toContain(told)
  })

  test('with --json stdout holds one object and nothing else', async () => {
    const said = await sambar(['nonsense', '--json'], env())
    expect(said.exit).toBe(2)
    expect(said.json()).toMatchObject({ ok: false, error: 'usage' })
  })
})

describe('a surrounding that does not do', () => {
  const oneLine = async (argv: string[], more: NodeJS.ProcessEnv, code: string) => {
    const said = await sambar([...argv, '--json'], env(more))
    expect(said.exit).toBeGreaterThan(0)
    expect(said.err.trim().split('\n')).toHaveLength(1)
    expect(said.err).not.toMatch(/\bat \S+:\d+|\{\w+\}|errors\./)
    expect(said.json()).toMatchObject({ ok: false, error: code })
    return said
  }

  test('PORT that is none', () => oneLine(['serve'], { PORT: '80 80' }, 'portMalformed'))
  test('PORT beyond all ports', () => oneLine(['serve'], { PORT: '65536' }, 'portMalformed'))
  test('DATABASE_URL of another kind', () =>
    oneLine(['serve'], { DATABASE_URL: 'mysql://u:geheim@h/d' }, 'databaseUrlMalformed'))
  test('DATABASE_URL where nobody answers, without its password in the answer', async () => {
    const said = await oneLine(
      ['serve', '--demo', '--port', '0'],
      { DATABASE_URL: 'postgres://u:geheim@127.0.0.1:1/d' },
      'databaseUnreachable',
    )
    expect(said.out + said.err).not.toContain('geheim')
  })
  test('a taken port, said before anything is made', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '::', resolve))
    const { port } = other.address() as AddressInfo
    const data = join(folder, 'untouched')
    await oneLine(['serve', '--demo'], { PORT: String(port), SAMBAR_DATA: data }, 'portTaken')
    expect(existsSync(data)).toBe(false)
    await new Promise((resolve) => other.close(resolve))
  })
  test('a data folder that is a file', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    await oneLine(
      ['serve', '--port', '0'],
      { SAMBAR_DATA: join(file, 'data') },
      'folderNotWritable',
    )
  })
  test('a place that takes no folders', () =>
    oneLine(['serve', '--port', '0'], { SAMBAR_DATA: '/proc/sambar' }, 'folderNotWritable'))
  test('no county: serving does not make one, looking does not make a database', async () => {
    await oneLine(['serve', '--port', '0'], {}, 'notInitialised')
    const empty = { SAMBAR_DATA: join(folder, 'empty') }
    await oneLine(['board'], empty, 'notInitialised')
    await oneLine(['key', 'list'], empty, 'notInitialised')
    expect(existsSync(empty.SAMBAR_DATA)).toBe(false)
  })
})

describe('a refusal', () => {
  const tell = (code: string) => {
    const stderr = new PassThrough()
    const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr, env: {} }
    tellTrouble(streams, createSpeaker(streams, 'zh', false), new CliTrouble(code, { most: 3 }))
    return String(stderr.read())
  }
  test('with words at the server’s door only is told in those', () => {
    expect(tell('forbiddenCharacter')).toContain(chinese.api.errors.forbiddenCharacter)
  })
  test('without any words is told by its code, and never as a key', () => {
    expect(tell('nobodyKnows')).toBe('sambar: 没有办成（nobodyKnows）。\n')
  })
})

test('the app on phones is switched off and on, by a file that anybody can also make by hand', async () => {
  const file = join(folder, 'data', 'app-off')
  const state = async () => (await sambar(['app', 'status', '--json'], env())).json()
  expect(await state()).toEqual({ ok: true, app: 'on' })
  const off = await sambar(['app', 'off'], env())
  expect([off.exit, off.out]).toEqual([0, expect.stringContaining('sambar app on')])
  expect(existsSync(file)).toBe(true)
  expect(await state()).toEqual({ ok: true, app: 'off' })
  expect((await sambar(['app', 'on', '--json'], env())).json()).toEqual({ ok: true, app: 'on' })
  expect(existsSync(file)).toBe(false)
  writeFileSync(file, '')
  expect(await state()).toEqual({ ok: true, app: 'off' })
  rmSync(file)
})
