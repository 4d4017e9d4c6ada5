import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseDeviceCode, parseDeviceLink } from '#protocol/device-code.ts'
import { samplePath } from '#tests/support/samples.ts'
import { sambar } from './shell.ts'

const [FIRST, SECOND] = ['152529900201', '152529900202']
const PROGRAMS = join(import.meta.dirname, '../../../../src/server/county-data/programs.json')

describe('tablets from the command line', () => {
  let folder: string
  const run = (argv: string[], input = '') =>
    sambar(['device', ...argv], { SAMBAR_DATA: folder, PORT: '1' }, input)
  const list = async () =>
    (await run(['list', '--json'])).json()['devices'] as { device: string; standing: string }[]
  let device = ''
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sambar-device-'))
    const env = { SAMBAR_DATA: folder, PORT: '1' }
    const regions = ['--regions', samplePath('regions-demo.json'), '--programs', PROGRAMS]
    const made = await sambar(['init', ...regions, '--origin', 'a.example/152529'], env)
    expect(made.exit, made.err).toBe(0)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('add tells a code, a link and a made PIN, once', async () => {
    const boards = ['--region', FIRST!, SECOND!]
    const url = ['--url', 'https://a.example']
    const added = await run([
      'add',
      ...boards,
      '--name',
      '嘎查办公室',
      '--new-pin',
      ...url,
      '--json',
    ])
    expect(added.exit, added.err).toBe(0)
    const told = added.json() as { device: string; code: string; link: string; pin: string }
    expect(await parseDeviceCode(told.code)).not.toBeNull()
    expect(told.link.startsWith('https://a.example/kiosk#')).toBe(true)
    expect(parseDeviceLink(told.link).code).toBe(told.code.replace(/ /g, ''))
    expect(told.pin).toMatch(/^\d{6}$/)
    ;({ device } = told)
    const { out } = await run(['list', '--json'])
    for (const secret of [told.code, told.pin]) expect(out).not.toContain(secret)
    expect(JSON.parse(out)).toMatchObject({
      devices: [{ device, name: '嘎查办公室', standing: 'neverHeard', settings: { pin: true } }],
    })
  })

  test('people are told in words, with a QR where they ask for it', async () => {
    const again = await run(['code', device, '--qr'])
    expect(again.out).toMatch(/[0-9A-Z]{4} [0-9A-Z]{4} [0-9A-Z]{4}/)
    expect(again.out).toContain('█')
    const { out } = await run(['list'])
    expect(out).toContain(`${device}  从未联系  ${FIRST} ${SECOND}  嘎查办公室`)
  })

  test('a PIN is read from the terminal or standard input, and must be one', async () => {
    expect((await run(['set', device, '--pin', '--json'], '402918\n')).json()).toMatchObject({
      ok: true,
      version: 2,
      pin: null,
    })
    const common = await run(['set', device, '--pin', '--json'], '123456\n')
    expect([common.exit, common.json()['error']]).toEqual([1, 'pinCommon'])
    const missing = await run(['set', device, '--pin', '--json'])
    expect([missing.exit, missing.json()['error']]).toEqual([2, 'passwordMissing'])
    expect((await run(['set', device, '--no-pin'])).exit).toBe(0)
    expect(await list()).toMatchObject([{ settings: { pin: false } }])
  })

  test('settings are set, and wrong ones are told by their name', async () => {
    const given = ['--on', '06:30', '--off', '22:00', '--idle', '90', '--pace', '150']
    const more = ['--warn', '3', '--alarm', '14', '--languages', 'mn-Mong', '--region', SECOND!]
    const paper = ['--print-notices', 'a4', '--print-slips', 'roll', '--loop', 'beside']
    expect((await run(['set', device, ...given, ...more, ...paper])).exit).toBe(0)
    expect(await list()).toMatchObject([
      {
        boards: [{ region: SECOND }],
        settings: {
          languages: 'mn-Mong',
          schedule: { on: '06:30', off: '22:00' },
          idleSeconds: 90,
          pace: 150,
          warnDays: 3,
          alarmDays: 14,
          loop: 'beside',
          printNotices: 'a4',
          printSlips: 'roll',
        },
      },
    ])
    expect((await run(['set', device, '--print-notices', 'none'])).exit).toBe(0)
    expect(await list()).toMatchObject([{ settings: { printNotices: null, printSlips: 'roll' } }])
    for (const [argv, setting] of [
      [['--on', '07:00'], '--off'],
      [['--on', '7', '--off', '21:00'], '--on'],
      [['--idle', '1'], '--idle'],
      [['--pace', 'fast'], '--pace'],
    ] as const) {
      const wrong = await run(['set', device, ...argv, '--json'])
      expect([wrong.exit, wrong.json()]).toMatchObject([2, { error: 'deviceSetting', setting }])
    }
    const board = await run(['add', '--region', 'nowhere', '--json'])
    expect([board.exit, board.json()['error']]).toEqual([2, 'noSuchBoard'])
  })

  test('it is restarted and taken back, and then nothing is left to do with it', async () => {
    expect((await run(['restart', device])).exit).toBe(0)
    expect((await run(['revoke', device])).exit).toBe(0)
    expect(await list()).toMatchObject([{ standing: 'revoked', restarts: 1 }])
    for (const argv of [['restart'], ['revoke'], ['code'], ['set']]) {
      const gone = await run([...argv, device, '--json'])
      expect([gone.exit, gone.json()['error']]).toEqual([1, 'deviceRevoked'])
    }
    const unknown = await run(['restart', '0'.repeat(32)])
    expect([unknown.exit, unknown.err]).toEqual([1, 'sambar: 没有这一件，或不在您的范围内。\n'])
  })
})
