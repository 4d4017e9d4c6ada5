import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { rename } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseCode } from '#protocol/code.ts'
import { parseLink } from '#protocol/link.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { lockDataFolder } from '#server/keys/data-lock.ts'
import { KEY_FILES, readSecret } from '#server/keys/key-files.ts'
import { openStorage } from '#server/storage/open.ts'
import { expectHealthyLog } from '#tests/faults/expect-healthy-log.ts'
import { sambar } from './shell.ts'

const SAMPLES = join(import.meta.dirname, '../../../fixtures/samples')
const PROGRAMS = join(import.meta.dirname, '../../../../src/server/county-data/programs.json')
const PASSWORD = 'caoyuan hen da 2026\n'
const YES = 'political,legal,policy,secrecy,wording'

/** From an empty folder to lists on fourteen boards, with nothing but the command line. */
describe('a county from the command line', () => {
  let folder: string
  let data: string
  const run = (argv: string[], input = '') => sambar(argv, { SAMBAR_DATA: data, PORT: '1' }, input)
  const healthy = async (size: number) => {
    const storage = await openStorage({ file: join(data, 'sambar.db') })
    try {
      const secret = await readSecret(join(data, 'keys'), KEY_FILES.county)
      return await expectHealthyLog(storage.db, secret, { size })
    } finally {
      await storage.close()
    }
  }
  let imported = ''

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sambar-journey-'))
    data = join(folder, 'data')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('init makes keys, log and empty boards, once', async () => {
    const init = ['init', '--regions', join(SAMPLES, 'regions-demo.json'), '--programs', PROGRAMS]
    const made = await run([...init, '--origin', 'sambar.example/152529', '--json'])
    expect(made.exit).toBe(0)
    expect(made.json()).toMatchObject({ ok: true, origin: 'sambar.example/152529', size: 17 })
    expect(statSync(data).mode & 0o777).toBe(0o700)
    const again = await run([...init, '--json'])
    expect([again.exit, again.json()['error']]).toEqual([1, 'alreadyInitialised'])
    await healthy(17)
  })

  test('init refuses what it cannot read, before it makes anything', async () => {
    const elsewhere = { SAMBAR_DATA: join(folder, 'elsewhere'), PORT: '1' }
    for (const [argv, code] of [
      [['--regions', PROGRAMS], 'regionsUnreadable'],
      [['--regions', join(SAMPLES, 'no such file')], 'regionsUnreadable'],
      [
        ['--regions', join(SAMPLES, 'regions-demo.json'), '--programs', join(SAMPLES, 'README.md')],
        'programsUnreadable',
      ],
      [['--regions', join(SAMPLES, 'regions-demo.json'), '--origin', 'a b'], 'originMalformed'],
    ] as const) {
      const said = await sambar(['init', ...argv, '--json'], elsewhere)
      expect([said.exit, said.json()['error']]).toEqual([2, code])
    }
    expect(existsSync(elsewhere.SAMBAR_DATA)).toBe(false)
  })

  test('people come with a role, a region and a long password that no argument ever held', async () => {
    const add = (login: string, grant: string, password = PASSWORD) =>
      run(['user', 'add', login, '--name', `测试${login}`, '--grant', grant, '--json'], password)
    expect((await add('luru', 'importer@152529000000')).exit).toBe(0)
    expect((await add('shenhe', 'reviewer@152529000000')).exit).toBe(0)
    expect((await add('guanli', 'countyAdmin@152529000000')).exit).toBe(0)
    expect((await add('luru', 'importer@152529000000')).json()['error']).toBe('loginTaken')
    expect((await add('kuai', 'king@152529000000')).json()['error']).toBe('grantMalformed')
    expect((await add('kuai', 'importer@1525')).json()['error']).toBe('grantMalformed')
    expect((await add('kuai', 'importer@152529000000', 'short\n')).json()['error']).toBe(
      'passwordTooShort',
    )
    expect((await add('kuai', 'importer@152529000000', '')).json()['error']).toBe('passwordMissing')
    const listed = (await run(['user', 'list', '--json'])).json()
    expect(listed['users']).toMatchObject([
      { login: 'guanli' },
      { login: 'luru' },
      { login: 'shenhe' },
    ])
    expect(JSON.stringify(listed)).not.toMatch(/scrypt|password/)
  })

  test('board lists every board with its link and code, and both carry the same key', async () => {
    const { boards } = (await run(['board', '--url', 'https://x.example/', '--json'])).json() as {
      boards: { region: RegionCode; link: string; code: string }[]
    }
    expect(boards).toHaveLength(17)
    for (const { region, link, code } of boards) {
      expect(link.startsWith('https://x.example/b#')).toBe(true)
      const parsed = parseLink(link)
      expect(parsed.region).toBe(region)
      expect(await parseCode(region, [1], code)).toMatchObject({ key: parsed.key })
    }
    expect(new Set(boards.map(({ code }) => code)).size).toBe(17)
    expect((await run(['board', '152529999201', '--json'])).json()['error']).toBe('noSuchBoard')
    expect((await run(['board', '152529900201', '--qr'])).out).toContain('▀')
  })

  test('board writes sheets for the wall, which only their owner may read and which fetch nothing', async () => {
    const file = join(folder, 'sheets.html')
    writeFileSync(file, 'something else', { mode: 0o644 })
    const url = ['--url', 'https://x.example']
    const done = await run(['board', ...url, '--sheet', file, '--json'])
    expect(done.json()).toEqual({ ok: true, boards: 17, file })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const page = readFileSync(file, 'utf8')
    expect(page.match(/<section>/g)).toHaveLength(17)
    expect(page).not.toMatch(/<script|src="|href="|url\((?!data:)/)
    const { boards } = (await run(['board', ...url, '--json'])).json() as {
      boards: { code: string; name: { zh: string; mn?: string } }[]
    }
    for (const { code, name } of boards)
      for (const words of [code, name.zh, name.mn ?? name.zh]) expect(page).toContain(words)
    const one = await run(['board', '152529900201', '--sheet', file])
    expect([one.exit, one.out.includes(file), one.out.includes('b#')]).toEqual([0, true, false])
    const nowhere = join(folder, 'none', 'sheets.html')
    expect((await run(['board', '--sheet', nowhere, '--json'])).json()).toMatchObject({
      ok: false,
      error: 'fileNotWritten',
    })
  })

  test('a sheet becomes drafts, as a named person with the right password', async () => {
    const argv = ['import', join(SAMPLES, '04-高龄津贴-2025.csv'), '--program', '高龄津贴']
    const call = [...argv, '--year', '2025', '--json']
    expect((await run(call, PASSWORD)).json()['error']).toBe('userMissing')
    const wrong = await run([...call, '--user', 'luru'], 'some other password\n')
    expect([wrong.exit, wrong.json()['error']]).toEqual([1, 'signInFailed'])
    const kept = await run([...call, '--user', 'luru'], PASSWORD)
    expect(kept.exit).toBe(0)
    expect(kept.json()).toMatchObject({ accepted: true, lines: 186, totalFen: 38540000 })
    imported = String(kept.json()['import'])
    expect((await run([...call, '--user', 'luru'], PASSWORD)).json()['error']).toBe('fileKnown')
  })

  test('nothing is public before another person has reviewed it, check by check', async () => {
    const of = ['--import', imported, '--json']
    const early = await run(['publish', '--user', 'guanli', ...of], PASSWORD)
    expect(early.json()).toMatchObject({ ok: false, error: 'nothingInState' })
    expect((await run(['submit', '--user', 'luru', ...of], PASSWORD)).exit).toBe(0)
    const approve = ['--approve', '--yes', YES]
    const own = await run(['review', '--user', 'luru', ...of, ...approve], PASSWORD)
    expect(own.json()['error']).toMatch(/ownWork|notFound/)
    const part = await run(
      ['review', '--user', 'shenhe', ...of, '--approve', '--yes', 'political,legal'],
      PASSWORD,
    )
    expect(part.json()['error']).toBe('checksMissing')
    const undecided = await run(['review', '--user', 'shenhe', ...of, '--yes', YES], PASSWORD)
    expect([undecided.exit, undecided.json()['error']]).toEqual([2, 'decisionMissing'])
    expect((await run(['review', '--user', 'shenhe', ...of, ...approve], PASSWORD)).exit).toBe(0)
    await healthy(17)
  })

  test('where a server holds the data, publishing asks it and says when it does not answer', async () => {
    const lock = lockDataFolder(data)
    try {
      const asked = await run(
        [
          'publish',
          '--user',
          'guanli',
          '--import',
          imported,
          '--url',
          'http://127.0.0.1:1',
          '--json',
        ],
        PASSWORD,
      )
      expect([asked.exit, asked.json()['error']]).toEqual([1, 'serverUnreachable'])
      const rotate = await run(['key', 'rotate', '--json'])
      expect([rotate.exit, rotate.json()['error']]).toEqual([1, 'dataFolderHeld'])
    } finally {
      lock.release()
    }
  })

  test('published, all fourteen villages stand under one checkpoint', async () => {
    const of = ['--import', imported, '--json']
    const done = await run(['publish', '--user', 'guanli', ...of], PASSWORD)
    expect([done.exit, done.json()['size']]).toEqual([0, 31])
    const log = await healthy(31)
    const lines = [...log.boards.values()].flatMap((board) => [...board.values()])
    expect(lines.reduce((sum, notice) => sum + notice.lines, 0)).toBe(186)
  })

  test('what was published is withdrawn as a named person, with a reason, under the rules of the door', async () => {
    const user = ['withdraw', '--user', 'guanli', '--json']
    const hanging = (await run(user, PASSWORD)).json() as { notices: { notice: string }[] }
    const [one] = hanging.notices
    const notice = one?.notice ?? ''
    const withdraw = (words: string[], login = 'guanli') =>
      run(['withdraw', '--user', login, '--notice', notice, '--json', ...words], PASSWORD)
    const [why, office] = [
      ['--why', '名单有误，核实后再公示'],
      ['--office', '旗民政局'],
    ] as const
    for (const [words, code] of [
      [[...office], 'reasonsMissing'],
      [[...why], 'officeMissing'],
      [['--why', '误'.repeat(501), ...office], 'malformed'],
    ] as const) {
      const said = await withdraw([...words])
      expect([said.exit, said.json()['error']]).toEqual([2, code])
    }
    const told = await withdraw(['--why', '请致电19900001234', ...office])
    expect([told.exit, told.json()['error']]).toEqual([1, 'personalData'])
    expect((await withdraw([...why, ...office], 'luru')).json()['error']).toBe('notFound')
    const lock = lockDataFolder(data)
    try {
      const asked = await withdraw([...why, ...office, '--url', 'http://127.0.0.1:1'])
      expect([asked.exit, asked.json()['error']]).toEqual([1, 'serverUnreachable'])
    } finally {
      lock.release()
    }
    expect((await withdraw([...why, ...office])).json()).toMatchObject({ notice, size: 32 })
    expect((await withdraw([...why, ...office])).json()['error']).toBe('notFound')
    const after = (await run(user, PASSWORD)).json() as typeof hanging
    expect(after.notices).toHaveLength(hanging.notices.length - 1)
    await healthy(32)
  })

  test('audit reads the chain of what was done, and says where a hand has been', async () => {
    const whole = await run(['audit', '--json'])
    const { ok, rows, head } = whole.json() as { ok: boolean; rows: number; head: string }
    expect([whole.exit, ok, head]).toEqual([0, true, expect.stringMatching(/^[0-9a-f]{64}$/)])
    expect(rows).toBeGreaterThan(5)
    const storage = await openStorage({ file: join(data, 'sambar.db') })
    const seq = storage.db.updateTable('audit_head').where('id', '=', 1)
    try {
      await seq.set({ seq: rows + 1 }).execute()
      const broken = await run(['audit', '--json'])
      expect([broken.exit, broken.json()]).toEqual([
        1,
        { ok: false, error: 'auditBroken', row: rows + 1 },
      ])
      // A server says it once it is up, and serves all the same.
      const argv = ['serve', '--port', '0', '--host', '127.0.0.1']
      const told = `从第 ${rows + 1} 条起对不上`
      const served = await sambar(argv, { SAMBAR_DATA: data }, '', ({ err }) => err.includes(told))
      expect([served.exit, served.err]).toEqual([0, expect.stringContaining(told)])
    } finally {
      await seq.set({ seq: rows }).execute()
      await storage.close()
    }
  })

  test('key rotate changes who signs from the next size on; without the root key it does not', async () => {
    await rename(join(data, 'keys/root.seed'), join(folder, 'root.seed'))
    const away = await run(['key', 'rotate', '--json'])
    expect([away.exit, away.json()['error']]).toEqual([1, 'rootAway'])
    expect((await run(['key', 'list', '--json'])).json()).toMatchObject({
      rootHere: false,
      version: 1,
    })
    await rename(join(folder, 'root.seed'), join(data, 'keys/root.seed'))
    expect((await run(['key', 'rotate'])).exit).toBe(0)
    expect((await run(['key', 'rotate'])).exit).toBe(0)
    expect((await run(['key', 'list', '--json'])).json()).toMatchObject({
      version: 3,
      log: [
        { from: 0, until: 33 },
        { from: 33, until: 34 },
        { from: 34, until: null },
      ],
    })
    await healthy(34)
  })

  test('key epoch gives a board a new key, and board a new link', async () => {
    const link = async () => {
      const { boards } = (await run(['board', '152529900201', '--json'])).json() as {
        boards: { link: string; epoch: number }[]
      }
      return boards[0]
    }
    const before = await link()
    expect((await run(['key', 'epoch', '152529900201'])).exit).toBe(0)
    const after = await link()
    expect([before?.epoch, after?.epoch]).toEqual([1, 2])
    expect(parseLink(after?.link ?? '').key).not.toEqual(parseLink(before?.link ?? '').key)
    expect((await run(['key', 'epoch', '152529999201', '--json'])).json()['error']).toBe(
      'noSuchBoard',
    )
    await healthy(35)
  })

  test('document publishes what the office changed, with the reason, and new villages get boards', async () => {
    const file = join(folder, 'regions.json')
    const list = JSON.parse(readFileSync(join(SAMPLES, 'regions-demo.json'), 'utf8')) as {
      townships: { villages: { code: string; name: string }[] }[]
    }
    const same = await run(['document', 'regions', join(SAMPLES, 'regions-demo.json'), '--json'])
    expect([same.exit, same.json()['changed']]).toEqual([0, false])
    list.townships[0]?.villages.push({ code: '152529900209', name: '示范嘎查新' })
    writeFileSync(file, JSON.stringify(list))
    const done = await run(['document', 'regions', file, '--why', '新设一个嘎查', '--json'])
    expect([done.exit, done.json()['size']]).toEqual([0, 37])
    await healthy(37)
    writeFileSync(file, '{"regions": 3}')
    const broken = await run(['document', 'regions', file, '--json'])
    expect([broken.exit, broken.json()['error']]).toEqual([2, 'documentUnreadable'])
    expect((await run(['document', 'keyList', file, '--json'])).json()['error']).toBe(
      'documentUnknown',
    )
  })

  test('a closed account signs nothing any more', async () => {
    expect((await run(['user', 'disable', 'guanli', '--json'])).json()['error']).toBe('lastAdmin')
    expect((await run(['user', 'disable', 'shenhe'])).exit).toBe(0)
    const closed = await run(['review', '--user', 'shenhe', '--json'], PASSWORD)
    expect(closed.json()['error']).toBe('signInFailed')
    expect((await run(['user', 'disable', 'shenhe', '--undo'])).exit).toBe(0)
    const other = 'bie de mima geng chang\n'
    expect((await run(['user', 'passwd', 'shenhe'], other)).exit).toBe(0)
    expect((await run(['review', '--user', 'shenhe'], other)).exit).toBe(0)
  })

  test('no demo start touches a real county, with or without its database', async () => {
    const bereft = join(folder, 'bereft')
    for (const name of ['keys', 'log-head'])
      cpSync(join(data, name), join(bereft, name), { recursive: true })
    const secret = (of: string) => readFileSync(join(of, 'keys', KEY_FILES.county), 'utf8')
    for (let i = 0; i < 2; i++) {
      const refused = await sambar(['serve', '--demo', '--port', '0'], { SAMBAR_DATA: bereft })
      expect([refused.exit, existsSync(join(bereft, 'demo-unfinished'))]).toEqual([1, false])
    }
    expect(secret(bereft)).toBe(secret(data))
    // Even a mark that somebody's demo left takes nothing away from a county that is none.
    const before = secret(data)
    writeFileSync(join(data, 'demo-unfinished'), '')
    const served = await run(['serve', '--demo', '--port', '0', '--host', '127.0.0.1'])
    expect([served.exit, served.err]).toEqual([0, ''])
    expect(existsSync(join(data, 'demo-unfinished'))).toBe(false)
    expect([secret(data), existsSync(join(data, 'log-head'))]).toEqual([before, true])
  })
})
