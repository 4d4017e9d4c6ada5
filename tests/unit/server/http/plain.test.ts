import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { formatCode } from '#protocol/code.ts'
import { boardKeyOf } from '#protocol/keys.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { publish } from '#server/publishing/publish.ts'
import { readReference } from '#server/publishing/reference.ts'
import { FIRST, hangKept, keepReport, reportOf, SECOND, taken, type Household } from '../office.ts'
import { openDoor, type Door } from './door.ts'

const NAMES = ['巴特尔', '其木格', '张山']
const HOUSEHOLDS: Household[] = [
  ['巴特尔', 1284.5, { nameMn: 'ᠪᠠᠭᠠᠲᠤᠷ', note: '<b>&"\'' }],
  ['其木格', 7],
  ['张山', 8],
]

let door: Door
let notice: string
let code: string

beforeAll(async () => {
  door = await openDoor()
  const { office } = door
  notice = await hang(FIRST, HOUSEHOLDS)
  await hang(SECOND, [
    ['乌兰', 5],
    ['宝音', 6],
    ['高娃', 7],
  ])
  code = await codeOf(FIRST)
  await office.storage.db.deleteFrom('sign_in_delays').execute()
})
afterAll(() => door.close())
beforeEach(async () => {
  await door.office.storage.db.deleteFrom('sign_in_delays').execute()
  door.lines.length = 0
})

async function hang(village: RegionCode, households: Household[], year = 2025): Promise<string> {
  const report = reportOf({ [village]: households }, { year })
  const [meant] = await hangKept(door.office, taken(await keepReport(door.office, report)))
  return meant!.notice
}

async function codeOf(village: RegionCode, epoch = 1): Promise<string> {
  const key = await boardKeyOf(door.office.publishing.countySecret, village, epoch)
  return formatCode(village, epoch, key)
}

const get = (url: string, headers: Record<string, string> = {}) => door.ask('GET', url, { headers })
/** As a browser of 2010 sends a form: no origin, no word of where it comes from. */
const post = (village: string, form: Record<string, string>, more: Record<string, string> = {}) =>
  door.app.inject({
    method: 'POST',
    url: `/plain/${village}`,
    payload: new URLSearchParams(form).toString(),
    headers: { host: 'board.test', 'content-type': 'application/x-www-form-urlencoded', ...more },
  })

describe('without a code', () => {
  test('sumu, gacha, board, notice: each leads to the next', async () => {
    const county = await get('/plain?lang=zh')
    expect(county.body).toContain(`href="/plain/${FIRST}?lang=zh"`)
    const board = await get(`/plain/${FIRST}?lang=zh`)
    expect(board.body).toContain(`href="/plain/${FIRST}/${notice}?lang=zh"`)
    expect(board.body).toContain('1,299.50')
    const one = await get(`/plain/${FIRST}/${notice}?lang=zh`)
    expect(one.statusCode).toBe(200)
    for (const words of ['资金全貌', '1,299.50', '发给谁、怎么算', '谁审核的', '问谁', '示范'])
      expect(one.body).toContain(words)
  })

  test('not one name, on any page', async () => {
    for (const url of ['/plain', `/plain/${FIRST}`, `/plain/${FIRST}/${notice}`])
      for (const name of [...NAMES, 'ᠪᠠᠭᠠᠲᠤᠷ'])
        expect((await get(url)).body, url).not.toContain(name)
  })

  test('in Mongolian by the address or by the browser; the Chinese that binds stands with it', async () => {
    const asked = await get(`/plain/${FIRST}/${notice}?lang=mn`)
    expect(asked.body).toContain('<html lang="mn-Mong-CN" class="mn">')
    expect(asked.body).toContain('以汉文为准')
    expect((await get('/plain', { 'accept-language': 'mn-MN,mn;q=0.9,zh;q=0.5' })).body).toContain(
      'class="mn"',
    )
    expect((await get('/plain', { 'accept-language': 'zh-CN,mn;q=0.5' })).body).toContain(
      'class="zh"',
    )
  })

  test('what is not there is one sentence', async () => {
    for (const url of [
      '/plain/152529900299',
      '/plain/x',
      `/plain/${FIRST}/${'0'.repeat(32)}`,
      `/plain/${SECOND}/${notice}`,
      `/plain/${FIRST}/${'x'.repeat(45)}`,
    ]) {
      const { statusCode, body } = await get(url)
      expect(statusCode, url).toBeGreaterThanOrEqual(400)
      expect(body).toContain('<h1>')
      expect(body).toContain('href="/plain?lang=zh"')
    }
  })
})

describe('with the board’s code', () => {
  test('names, as they were published, and only by this code', async () => {
    const list = await post(FIRST, { code: code.toLowerCase(), notice })
    expect(list.statusCode).toBe(200)
    for (const name of NAMES) expect(list.body).toContain(name)
    expect(list.body).toContain('1,284.50')
    expect(list.body).toContain('&lt;b&gt;&amp;&quot;&#39;')
    expect(list.headers['cache-control']).toBe('no-store')
    const elsewhere = await post(SECOND, { code })
    expect(elsewhere.statusCode).toBe(422)
    expect(elsewhere.body).not.toContain('乌兰')
  })

  test('a name is looked up by its characters, its sound, or in Mongolian', async () => {
    for (const who of ['巴特', 'bte', 'ᠪᠠᠭᠠᠲᠤᠷ']) {
      const found = await post(FIRST, { code, who })
      expect(found.body).toContain('1,284.50')
      expect(found.body).toContain('找到 1 人')
      expect(found.body).not.toContain('其木格')
    }
    expect((await post(FIRST, { code, who: '<i>' })).body).toContain('没有找到“&lt;i&gt;”')
  })

  test('the code is in no address, no log, no cookie', async () => {
    const { body, headers } = await post(FIRST, { code })
    expect(body).not.toMatch(new RegExp(`(href|action)="[^"]*${code.slice(0, 4)}`))
    expect(body).toContain(`name="code" value="${code}"`)
    expect(headers['set-cookie']).toBeUndefined()
    expect(door.lines.join('\n')).not.toContain(code.slice(0, 4))
  })

  test('a fault is logged without the code, and told in a sentence', async () => {
    const { db } = door.office.storage
    const board = await db.selectFrom('boards').selectAll().where('region', '=', FIRST).execute()
    await db.updateTable('boards').set({ head: '{}' }).where('region', '=', FIRST).execute()
    const { statusCode, body } = await post(FIRST, { code })
    await db
      .updateTable('boards')
      .set({ head: board[0]!.head })
      .where('region', '=', FIRST)
      .execute()
    expect(statusCode).toBe(500)
    expect(body).toContain('系统出错，请稍后再试。')
    expect(door.lines.join('\n')).toContain('"route":"/plain/:village"')
    expect(door.lines.join('\n')).not.toContain(code.slice(0, 4))
  })

  test('a wrong code is one sentence, and guessing is made to wait; the right one starts afresh', async () => {
    const wrong = code.slice(0, -1) + (code.endsWith('0') ? '1' : '0')
    for (let i = 0; i < 5; i++) {
      const answer = await post(FIRST, { code: wrong })
      expect(answer.statusCode).toBe(422)
      expect(answer.body).toContain('编码对不上')
    }
    expect((await post(FIRST, { code })).statusCode).toBe(200)
    for (let i = 0; i < 20; i++) await post(FIRST, { code: wrong })
    const late = await post(FIRST, { code })
    expect(late.statusCode).toBe(429)
    expect(late.body).toContain('30 秒后再试')
    expect(late.body).not.toContain('巴特尔')
    // Another board, another address: neither waits with it.
    expect((await post(SECOND, { code: await codeOf(SECOND) })).statusCode).toBe(200)
    const from = { 'x-forwarded-for': '203.0.113.7' }
    expect((await post(FIRST, { code }, from)).statusCode).toBe(200)
    door.office.pass(31_000)
    expect((await post(FIRST, { code })).statusCode).toBe(200)
  })

  test('nothing but a short form is read', async () => {
    const long = await post(FIRST, { code: 'x'.repeat(5000) })
    expect([long.statusCode, long.body.includes('<h1>')]).toEqual([413, true])
    const json = await door.ask('POST', `/plain/${FIRST}`, { payload: { code } })
    expect(json.body).not.toContain('巴特尔')
  })

  test('forms are read here and nowhere else', async () => {
    const { statusCode } = await door.app.inject({
      method: 'POST',
      url: '/api/v1/session',
      payload: 'login=a&password=b',
      headers: {
        host: 'board.test',
        origin: 'http://board.test',
        'content-type': 'application/x-www-form-urlencoded',
      },
    })
    expect(statusCode).toBe(415)
  })

  test('a long list stands in parts, which the same code turns', async () => {
    const many = Array.from({ length: 620 }, (_, i): Household => [
      `示范${i}`,
      i + 1,
      { id: `${i}` },
    ])
    const long = await hang(FIRST, many, 2023)
    const first = await post(FIRST, { code, notice: long })
    expect(first.body).toContain('示范499<')
    expect(first.body).not.toContain('示范500<')
    const second = await post(FIRST, { code, notice: long, part: '1' })
    expect(second.body).toContain('示范619<')
    expect(second.body).toContain('第 501 至 620 户')
  })

  test('after the board’s key was renewed the old code is told so, and the new one opens', async () => {
    taken(await publish(door.office.publishing, { newKeys: [FIRST] }))
    await hang(
      FIRST,
      [
        ['新户甲', 1],
        ['新户乙', 2],
        ['新户丙', 3],
      ],
      2022,
    )
    const old = await post(FIRST, { code, who: '新户甲' })
    expect(old.statusCode).toBe(422)
    expect(old.body).toContain('公开栏换了新钥匙')
    const next = await post(FIRST, { code: await codeOf(FIRST, 2), who: '新户甲' })
    expect(next.body).toContain('找到 1 人')
  })
})

test('every sentence is there, in both languages', async () => {
  for (const lang of ['zh', 'mn']) {
    const pages = [
      await get(`/plain?lang=${lang}`),
      await get(`/plain/${FIRST}?lang=${lang}`),
      await get(`/plain/${FIRST}/${notice}?lang=${lang}`),
      await get(`/plain/none?lang=${lang}`),
      await post(FIRST, { code, lang }),
      await post(FIRST, { code: await codeOf(FIRST, 2), who: 'bte', lang }),
    ]
    for (const { body } of pages) expect(body).not.toMatch(/(villager|open|plain|api)\.[a-z]+\./i)
    for (const { body } of pages) expect(body).not.toMatch(/plain\.(?!css)[a-z]+ /i)
  }
})

test('a county that shows names to all shows them here too, without a code', async () => {
  const { settings } = await readReference(door.office.storage.read)
  taken(
    await publish(door.office.publishing, {
      documents: [{ v: 1, name: 'settings', value: { ...settings, names: 'public' } }],
      why: '试',
    }),
  )
  const open = await hang(SECOND, HOUSEHOLDS, 2021)
  const page = await get(`/plain/${SECOND}/${open}`)
  for (const name of NAMES) expect(page.body).toContain(name)
  const found = await post(SECOND, { who: 'bte' })
  expect(found.body).toContain('找到 1 人')
  expect((await get(`/plain/${SECOND}`)).body).not.toContain('name="code" size')
})
