import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Hash } from '#domain/board/board-state.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import { formatMark, formatSheet } from '#protocol/paper.ts'
import { publish } from '#server/publishing/publish.ts'
import { readBoard } from '#server/publishing/read-board.ts'
import { findBoardRow } from '#server/storage/log.ts'
import { FIRST, hangKept, keepReport, reportOf, SECOND, taken } from '../office.ts'
import { openDoor, type Door } from './door.ts'

const NAME = '其木格'
const OTHER = '0'.repeat(64) as Hash

let door: Door
let notice: NoticeId

beforeAll(async () => {
  door = await openDoor()
  const report = reportOf(
    {
      [FIRST]: [
        [NAME, 7],
        ['巴特尔', 8],
        ['张山', 9],
      ],
    },
    { year: 2025 },
  )
  const [meant] = await hangKept(door.office, taken(await keepReport(door.office, report)))
  notice = meant!.notice as NoticeId
})
afterAll(() => door.close())

const db = () => door.office.storage.read
async function sheet(change: { version?: number; digest?: Hash; notice?: NoticeId } = {}) {
  const board = await readBoard(db(), FIRST)
  const { version, digest } = board!.notices.find(({ id }) => id === notice)!
  return formatSheet('', { region: FIRST, notice, version, digest, ...change })
}
const page = async (path: string, lang = 'zh') => {
  const answer = await door.ask('GET', `${path}?lang=${lang}`)
  expect(answer.headers['cache-control']).toBe('no-store')
  expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(answer.body).not.toMatch(/<script|style=| on[a-z]+=/)
  expect(answer.body).not.toContain(NAME)
  expect(answer.body).not.toMatch(/(villager|paper)\.[a-z]+\.|plain\.(?!css)[a-z]+[ <]/i)
  return answer
}

test('a sheet is judged as the app would judge it, in both languages, without a name', async () => {
  const current = await page(await sheet())
  expect(current.statusCode).toBe(200)
  expect(current.body).toContain('这张纸现行有效')
  expect(current.body).toContain(`href="/plain/${FIRST}/${notice}?lang=zh"`)
  expect((await page(await sheet(), 'mn')).body).toContain('<html lang="mn-Mong-CN" class="mn">')
  for (const never of [
    await sheet({ digest: OTHER }),
    await sheet({ version: 2 }),
    await sheet({ notice: 'f'.repeat(32) as NoticeId }),
    (await sheet()).replace(FIRST, SECOND),
  ]) {
    const { statusCode, body } = await page(never)
    expect([statusCode, body.includes('公开栏从没有公布过这张纸')]).toEqual([200, true])
    expect(body).not.toContain(`/n/${FIRST}/${notice}`)
  }
})

test('what a tablet shows of itself is held against the log', async () => {
  const row = (await findBoardRow(db(), FIRST))!
  const mark = { region: FIRST, seq: row.seq, manifest: row.manifest as Hash }
  expect((await page(formatMark('', mark))).body).toContain('与旗县现在公布的是同一份')
  const report = reportOf(
    {
      [FIRST]: [
        [NAME, 7],
        ['巴特尔', 8],
        ['张山', 9],
      ],
    },
    { year: 2024 },
  )
  await hangKept(door.office, taken(await keepReport(door.office, report)))
  expect((await page(formatMark('', mark))).body).toContain('旗县公布过，现在有更新的一份')
  for (const never of [
    { ...mark, manifest: OTHER },
    { ...mark, seq: row.seq + 9 },
    { ...mark, region: SECOND },
  ])
    expect((await page(formatMark('', never), 'zh')).body).toContain('旗县从没有公布过这一份')
  expect((await page(formatMark('', mark), 'mn')).statusCode).toBe(200)
})

test('what is withdrawn is told of an old sheet too', async () => {
  const old = await sheet()
  const withdrawal = { region: FIRST, notice, why: '有误', office: '示范苏木' }
  taken(await publish(door.office.publishing, { withdrawals: [withdrawal] }))
  expect((await page(old)).body).toContain('这张纸上的公示已撤回')
})

test.each(['/s/1/2/3/4', `/x/${FIRST}/0/0`, `/s/${FIRST}/${'a'.repeat(90)}/1/${OTHER}`])(
  '%s is not found',
  async (path) => {
    const { statusCode, body } = await page(path)
    expect(statusCode).toBeGreaterThanOrEqual(400)
    expect(body).toContain('<h1>')
  },
)
