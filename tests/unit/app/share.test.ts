import { describe, expect, test } from 'vitest'
import type { NoticeId } from '#domain/notice/notice.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { parseLink } from '#protocol/link.ts'
import { copyLink, shareByPhone, shareLink } from '#app/share.ts'

const shared = {
  region: '152529900201' as RegionCode,
  id: '0123456789abcdef0123456789abcdef' as NoticeId,
  version: 2,
}
const link = shareLink('https://gongkai.example', shared)
const what = { title: '公示', text: '公示', url: link }

test('a link names board, notice and version, and there is room for nothing else in it', () => {
  expect(link).toBe('https://gongkai.example/n/152529900201/0123456789abcdef0123456789abcdef/2')
  expect(new URL(link).hash + new URL(link).search).toBe('')
})

test('it is no link of a board: nobody opens names with it', () => {
  expect(() => parseLink(link)).toThrow()
})

describe('the phone shares it', () => {
  test('exactly as it is', async () => {
    const given: unknown[] = []
    const done = await shareByPhone({ share: async (data) => void given.push(data) }, what)
    expect(done).toBe(true)
    expect(given).toEqual([what])
  })

  test('who thinks better of it is not told of a failure', async () => {
    const cancelled = Object.assign(new Error('no'), { name: 'AbortError' })
    expect(await shareByPhone({ share: () => Promise.reject(cancelled) }, what)).toBe(true)
  })

  test('where it cannot, other ways are offered', async () => {
    expect(await shareByPhone({}, what)).toBe(false)
    const broken = { share: () => Promise.reject(new Error('NotAllowed')) }
    expect(await shareByPhone(broken, what)).toBe(false)
  })
})

test('a link is copied as it is', async () => {
  let copied = ''
  const clipboard = { writeText: async (text: string) => void (copied = text) }
  expect(await copyLink({ clipboard }, link, null)).toBe(true)
  expect(copied).toBe(link)
})

test('a browser that forbids copying is said to have failed', async () => {
  const clipboard = { writeText: () => Promise.reject(new Error('forbidden')) }
  expect(await copyLink({ clipboard }, link, null)).toBe(false)
})
