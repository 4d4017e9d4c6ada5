import { expect, test } from 'vitest'
import type { NoticeId } from '#domain/notice/notice.ts'
import { boardStateOf } from '#protocol/board-state.ts'
import { objectsOf, parseShelf, verifyShelf } from '#protocol/shelf.ts'
import type { NoticeRecord, ShelfRef } from '#protocol/shapes.ts'
import { versionDigest } from '#protocol/version.ts'
import {
  coded,
  hashOfDigit,
  manifest,
  NOTICE,
  noticeRecord,
  objectRefOf,
  REGION,
  shelf,
} from './samples.ts'

const copy = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
const OTHER = 'f'.repeat(32) as NoticeId

test('a shelf reads back as it was', () => {
  expect(parseShelf(copy(shelf()))).toEqual(shelf())
})

test('keys of tomorrow are passed over, a form of tomorrow is not', () => {
  const value = copy(shelf()) as { notices: object[] }
  value.notices = value.notices.map((notice) => ({ ...notice, photo: { posted: true } }))
  expect(parseShelf(value)).toEqual(shelf())
  expect(() => parseShelf({ ...shelf(), v: 2 })).toThrow(coded('UPDATE_THE_APP'))
})

const WRAP = { for: 'board', epoch: 1, wrap: 'A'.repeat(80) } as const
const withNotice = (over: object) => ({ ...shelf(), notices: [{ ...noticeRecord(), ...over }] })
const withObject = (over: object) => withNotice({ objects: [{ ...objectRefOf(), ...over }] })

test('sealed objects keep their wraps', () => {
  const value = withObject({ role: 'list', open: [WRAP, { ...WRAP, for: 'office' }] })
  expect(parseShelf(copy(value))).toEqual(value)
})

test.each<[string, unknown]>([
  ['no object', null],
  ['no notices', { ...shelf(), notices: 1 }],
  ['one notice twice', { ...shelf(), notices: [noticeRecord(), noticeRecord()] }],
  ['a notice number in capitals', withNotice({ id: NOTICE.toUpperCase() })],
  ['half a year', withNotice({ year: 2025.5 })],
  ['a day that never was', withNotice({ publishedOn: '2026-02-29' })],
  ['a chain that is no list', withNotice({ chain: null })],
  ['a link of a chain without a digest', withNotice({ chain: [{ version: 1 }] })],
  ['totals as text', withNotice({ totals: '1,284,650.00' })],
  ['no objects', withNotice({ objects: undefined })],
  ['an object of another role', withObject({ role: 'video' })],
  ['an object without an address', withObject({ address: '' })],
  ['a list of 2 MiB', withObject({ role: 'list', size: 2 << 20 })],
  ['a header of 3 MiB', withObject({ size: 3 << 20 })],
  ['an object open to nobody we know', withObject({ open: 'everybody' })],
  ['a wrap too short', withObject({ open: [{ ...WRAP, wrap: 'A'.repeat(79) }] })],
  ['a wrap for somebody else', withObject({ open: [{ ...WRAP, for: 'friend' }] })],
])('%s is refused', (_, value) => {
  expect(() => parseShelf(copy(value))).toThrow(coded('MALFORMED'))
})

test.each([
  withNotice({ kind: 'rumour' }),
  withNotice({ state: 'deleted' }),
  withNotice({ change: { what: ['weather'], why: '' } }),
])('a word of tomorrow comes through to the rule that asks for a newer app', (value) => {
  expect(parseShelf(copy(value))).toEqual(value)
})

test('the objects of a shelf stand in the order of its pack', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((digit) => objectRefOf({ address: hashOfDigit(digit) }))
  const notices = [noticeRecord({ objects: [a!, b!] }), noticeRecord({ id: OTHER, objects: [c!] })]
  expect(objectsOf(shelf({ notices }))).toEqual([a, b, c])
})

test('a board’s state is its notices without bytes and keys', () => {
  const state = boardStateOf(REGION, [shelf(), shelf({ notices: [noticeRecord({ id: OTHER })] })])
  expect(state.notices.map(({ id }) => id)).toEqual([NOTICE, OTHER])
  expect(state.notices[0]).not.toHaveProperty('objects')
  expect(state.notices[0]).not.toHaveProperty('pack')
  expect(state.notices[0]).toMatchObject({
    version: 2,
    state: 'published',
    title: { zh: '2025年草原补奖' },
  })
})

async function honest(over: Partial<NoticeRecord> = {}) {
  const record = noticeRecord(over)
  const contents = record.objects.map(({ content }) => content)
  return { ...record, digest: await versionDigest(record.id, record.version, contents) }
}

test('a shelf holds when it is the one named and every notice commits to its objects', async () => {
  const [ref] = manifest().shelves as [ShelfRef]
  const notice = await honest()
  await verifyShelf(ref, shelf({ notices: [notice] }))
  const wrong = async (value: Parameters<typeof verifyShelf>[1], code: string) =>
    expect(verifyShelf(ref, value)).rejects.toEqual(coded(code))
  await wrong(shelf({ key: 'payments-2024', notices: [notice] }), 'SHELF_WRONG')
  await wrong(shelf({ notices: [] }), 'SHELF_WRONG')
  await wrong(shelf({ notices: [{ ...notice, version: 3 }] }), 'DIGEST_WRONG')
  const other = objectRefOf({ content: hashOfDigit('9') })
  await wrong(shelf({ notices: [{ ...notice, objects: [other] }] }), 'DIGEST_WRONG')
  await wrong(shelf({ notices: [{ ...notice, objects: [] }] }), 'DIGEST_WRONG')
  // Where nobody looks for it a notice hides as well as if it were gone.
  await wrong(shelf({ notices: [{ ...notice, year: notice.year - 1 }] }), 'SHELF_WRONG')
  await wrong(shelf({ notices: [{ ...notice, kind: 'affair' }] }), 'SHELF_WRONG')
})
