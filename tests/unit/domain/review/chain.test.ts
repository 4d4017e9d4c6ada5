import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chainOf, CHAINS, mayPass, whoseTurn, type ReviewWord } from '#domain/review/chain.ts'

const word = (given: string): ReviewWord => {
  const [person = '', level, decision] = given.split(' ')
  return {
    person,
    level: level === 'county' ? 'county' : 'township',
    decision: decision === 'pass' ? 'pass' : 'approve',
  }
}

describe('whose turn it is', () => {
  test.each([
    ['sumu', [], 'township'],
    ['sumu', ['a township approve'], null],
    ['sumu', ['b county approve'], null],
    ['sumu', ['a township pass'], 'county'],
    ['sumu', ['a township pass', 'c township approve'], 'county'],
    ['sumu', ['a township pass', 'b county approve'], null],
    ['county', [], 'county'],
    ['county', ['a township approve'], 'county'],
    ['county', ['b county approve'], null],
    ['both', [], 'township'],
    ['both', ['b county approve'], 'township'],
    ['both', ['a township approve'], 'county'],
    ['both', ['a township approve', 'a county approve'], 'county'],
    ['both', ['a township approve', 'a county approve', 'b county approve'], null],
    ['both', ['a township pass'], 'county'],
    ['both', ['a township approve', 'b county approve'], null],
  ] as const)('%s after %j: %s', (chain, said, turn) =>
    expect(whoseTurn(chain, said.map(word))).toBe(turn),
  )

  const words = fc.array(
    fc.record({
      person: fc.constantFrom('a', 'b', 'c'),
      level: fc.constantFrom('township' as const, 'county' as const),
      decision: fc.constantFrom('approve' as const, 'pass' as const),
    }),
    { maxLength: 5 },
  )

  test('the order in which words came does not matter, and one more approval never undoes it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CHAINS), words, words, (chain, some, more) => {
        expect(whoseTurn(chain, [...some].reverse())).toBe(whoseTurn(chain, some))
        const approvals = more.filter(({ decision }) => decision === 'approve')
        if (whoseTurn(chain, some) === null)
          expect(whoseTurn(chain, [...some, ...approvals])).toBeNull()
      }),
    )
  })

  test('nothing is public without an approval of an office that was asked', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CHAINS), words, (chain, said) => {
        if (whoseTurn(chain, said) !== null) return
        const levels = said.filter((one) => one.decision === 'approve').map(({ level }) => level)
        expect(levels.length).toBeGreaterThan(0)
        if (chain !== 'sumu' || said.some(({ decision }) => decision === 'pass'))
          expect(levels).toContain('county')
      }),
    )
  })
})

test('only the sumu passes upward, while it is its turn', () => {
  expect(mayPass('sumu', [], 'township')).toBe(true)
  expect(mayPass('sumu', [], 'county')).toBe(false)
  expect(mayPass('county', [], 'township')).toBe(false)
  expect(mayPass('both', [word('a township approve')], 'township')).toBe(false)
})

test('a chain is the item’s, its field’s, the county’s, or the sumu alone', () => {
  const item = { id: 'cat-1', field: '社会救助' }
  expect(chainOf({ 'cat-1': 'both', 社会救助: 'county', default: 'county' }, item)).toBe('both')
  expect(chainOf({ 社会救助: 'county', default: 'both' }, item)).toBe('county')
  expect(chainOf({ default: 'both' }, item)).toBe('both')
  expect(chainOf({}, { id: 'constructor', field: 'toString' })).toBe('sumu')
})
