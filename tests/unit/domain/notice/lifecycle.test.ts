import { describe, expect, test } from 'vitest'
import type { Day } from '#domain/calendar/day.ts'
import { NEXT, takeStep } from '#domain/notice/lifecycle.ts'
import type { Notice, NoticeState, Step } from '#domain/notice/notice.ts'
import { notice, TODAY } from './notices.ts'

const STEPS: readonly Step[] = [
  'submit',
  'return',
  'approve',
  'revise',
  'publish',
  'correct',
  'withdraw',
  'archive',
]
const LETTER: Record<Step, string> = {
  submit: 's',
  return: 'r',
  approve: 'a',
  revise: 'v',
  publish: 'p',
  correct: 'c',
  withdraw: 'w',
  archive: 'x',
}

/** All beginnings of lawful lives, written down apart from the table. */
const LAWFUL = /^(?:s[ra]v)*(?:s(?:r|a(?:p(?:[cw]?x?))?)?)?$/

/** Calls `visit` for every sequence of steps up to this length, with the notice it led to or null. */
function everySequence(
  length: number,
  actors: readonly string[],
  visit: (path: { step: Step; person: string }[], after: Notice | null) => void,
) {
  const walk = (path: { step: Step; person: string }[], at: Notice | null) => {
    visit(path, at)
    if (path.length === length) return
    for (const step of STEPS)
      for (const person of actors) {
        const next = at && takeStep(at, step, { person }, TODAY)
        walk([...path, { step, person }], next && !('refused' in next) ? next : null)
      }
  }
  walk([], notice)
}

describe('T2 the life of a notice', () => {
  test('of all sequences of up to six steps, just the lawful ones can be gone', () => {
    let lawful = 0
    let all = 0
    everySequence(6, ['person-reviewer'], (path, after) => {
      all += 1
      const word = path.map(({ step }) => LETTER[step]).join('')
      const should = LAWFUL.test(word)
      if (should) lawful += 1
      if ((after !== null) !== should)
        throw new Error(`${word} must ${should ? '' : 'not '}be lawful`)
    })
    expect(all).toBe(299_593)
    expect(lawful).toBeGreaterThan(20)
  })

  test('nothing is approved or published on the word of its author or importer, whatever is tried', () => {
    const actors = ['person-author', 'person-importer', 'person-reviewer']
    const reached = new Set<NoticeState>()
    everySequence(4, actors, (path, after) => {
      if (!after) return
      reached.add(after.state)
      if (after.state === 'draft' || after.state === 'submitted') return
      const review = path.filter(({ step }) => step === 'approve' || step === 'return').pop()
      if (review?.person !== 'person-reviewer') throw new Error(JSON.stringify(path))
    })
    expect([...reached].sort()).toEqual(
      [
        'approved',
        'archived',
        'corrected',
        'draft',
        'published',
        'returned',
        'submitted',
        'withdrawn',
      ].sort(),
    )
  })

  test('every state can be reached and every state but the archive be left', () => {
    const states = Object.keys(NEXT) as NoticeState[]
    const targets = new Set(states.flatMap((state) => Object.values(NEXT[state])))
    expect([...targets].sort()).toEqual([...states].sort())
    for (const state of states)
      expect(Object.keys(NEXT[state]).length > 0).toBe(state !== 'archived')
  })

  test('a refusal names state and step, or whose work it is', () => {
    expect(takeStep(notice, 'publish', { person: 'x' }, TODAY)).toEqual({
      refused: 'stepNotOpen',
      state: 'draft',
      step: 'publish',
    })
    const submitted: Notice = { ...notice, state: 'submitted' }
    for (const person of ['person-author', 'person-importer'])
      expect(takeStep(submitted, 'approve', { person }, TODAY)).toEqual({
        refused: 'ownWork',
        step: 'approve',
      })
    const typed: Notice = { ...submitted, importer: null }
    expect(takeStep(typed, 'approve', { person: 'person-importer' }, TODAY)).toMatchObject({
      state: 'approved',
    })
  })

  test('a step changes nothing but the state, publishing also the day', () => {
    const approved: Notice = { ...notice, state: 'approved' }
    expect(takeStep(approved, 'publish', { person: 'x' }, TODAY)).toEqual({
      ...approved,
      state: 'published',
      publishedOn: TODAY,
    })
    expect(takeStep(notice, 'submit', { person: 'x' }, TODAY)).toEqual({
      ...notice,
      state: 'submitted',
    })
    expect(notice.state).toBe('draft')
  })

  test.each(['closed', 'onRequest'] as const)('what is %s is never published', (attribute) => {
    const approved: Notice = { ...notice, state: 'approved', attribute }
    expect(takeStep(approved, 'publish', { person: 'x' }, TODAY)).toEqual({
      refused: 'notForTheBoard',
      attribute,
    })
  })

  test('a notice hangs through its last day before it is archived', () => {
    const until = '2025-11-30' as Day
    const published: Notice = { ...notice, state: 'published', periodEndsOn: until }
    const archive = (n: Notice, day: string) => takeStep(n, 'archive', { person: 'x' }, day as Day)
    expect(archive(published, '2025-11-30')).toEqual({ refused: 'periodOpen', until })
    expect(archive(published, '2025-12-01')).toMatchObject({ state: 'archived' })
    expect(archive({ ...published, state: 'withdrawn' }, '2025-11-21')).toMatchObject({
      state: 'archived',
    })
  })
})
