import { describe, expect, test } from 'vitest'
import type { Hash } from '#domain/board/board-state.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { PeopleBuilder, type ListedPeople } from '#device/read/people.ts'
import { SearchIndex } from '#device/read/search.ts'

const region = '152529900201' as RegionCode
const address = (n: number) => String(n).padStart(64, '0') as Hash
const notice = (n: number) => String(n).padStart(32, '0') as NoticeId

function list(
  ...people: [payee: string, name: string, pinyin: string, group?: string][]
): ListedPeople {
  const groups = [...new Set(people.map(([, , , group]) => group).filter((g) => g !== undefined))]
  return {
    payee: people.map(([payee]) => payee),
    name: people.map(([, name]) => name),
    nameMn: people.map(() => null),
    pinyin: people.map(([, , pinyin]) => pinyin),
    groups,
    group: people.map(([, , , group]) => (group === undefined ? -1 : groups.indexOf(group))),
  }
}

const first = list(
  ['P1', '巴特尔', 'ba te er', '一组'],
  ['P2', '张明', 'zhang ming', '二组'],
  ['P1', '巴特尔', 'ba te er', '三组'],
)
const second = list(['P2', '张明', 'zhang ming'], ['P3', '巴特尔', 'ba te er'])
const objects = [
  { address: address(1), notice: notice(1) },
  { address: address(2), notice: notice(2) },
]

function build(year: number, ...order: [Hash, ListedPeople][]) {
  const builder = new PeopleBuilder(region, `payments-${year}`, year, objects)
  for (const [at, people] of order) builder.add(at, people)
  return builder.record()
}

describe('the index of people', () => {
  test('is the same in whatever order lists arrive', () => {
    const one = new SearchIndex([build(2025, [address(1), first], [address(2), second])])
    const two = new SearchIndex([build(2025, [address(2), second], [address(1), first])])
    for (const payee of ['P1', 'P2', 'P3']) expect(one.find(payee)).toEqual(two.find(payee))
    expect(one.find('P1')?.lines).toEqual([
      { ...objects[0], row: 0 },
      { ...objects[0], row: 2 },
    ])
    expect(one.find('P2')?.lines).toEqual([
      { ...objects[0], row: 1 },
      { ...objects[1], row: 0 },
    ])
  })

  test('keeps namesakes apart and tells how many there are', () => {
    const index = new SearchIndex([build(2025, [address(1), first], [address(2), second])])
    const hits = index.search('巴特', 10)
    expect(hits.map(({ payee, namesakes }) => [payee, namesakes])).toEqual([
      ['P1', 1],
      ['P3', 1],
    ])
    expect(hits[0]?.groups).toEqual(['一组', '三组'])
  })

  test('adds the years of a household up by payee number, whatever its name is by now', () => {
    const renamed = new PeopleBuilder(region, 'payments-2024', 2024, [
      { address: address(9), notice: notice(9) },
    ])
    renamed.add(address(9), list(['P2', '张铭', 'zhang ming']))
    const index = new SearchIndex([renamed.record(), build(2025, [address(1), first])])
    const person = index.find('P2')
    expect(person?.hit).toMatchObject({ name: '张明', years: [2025, 2024] })
    expect(person?.lines.map((line) => line.notice)).toEqual([notice(1), notice(9)])
  })

  test('takes over an earlier index and drops the lists that are gone', () => {
    const before = build(2025, [address(1), first], [address(2), second])
    const next = new PeopleBuilder(region, 'payments-2025', 2025, [
      { address: address(2), notice: notice(2) },
      { address: address(3), notice: notice(1) },
    ])
    expect(next.takeOver(before, new Set())).toEqual(new Set([address(2)]))
    next.add(address(3), list(['P1', '巴特尔', 'ba te er', '一组']))
    const index = new SearchIndex([next.record()])
    expect(index.find('P1')?.lines).toEqual([{ address: address(3), notice: notice(1), row: 0 }])
    expect(index.find('P2')?.lines).toEqual([{ address: address(2), notice: notice(2), row: 0 }])
  })

  test.each([
    ['特', ['P1', 'P3']],
    ['bateer', ['P1', 'P3']],
    ['bte', ['P1', 'P3']],
    ['zm', ['P2']],
    ['张', ['P2']],
    ['李', []],
    ['', []],
  ])('%s finds %j', (query, payees) => {
    const index = new SearchIndex([build(2025, [address(1), first], [address(2), second])])
    expect(index.search(query, 10).map(({ payee }) => payee)).toEqual(payees)
  })
})
