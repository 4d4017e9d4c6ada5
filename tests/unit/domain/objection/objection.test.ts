import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '#domain/calendar/day.ts'
import { answerBy, furthestFrom } from '#domain/objection/limit.ts'
import {
  isLate,
  isPending,
  nextStep,
  OBJECTION_STEPS,
  type ObjectionState,
  type ObjectionStep,
} from '#domain/objection/objection.ts'
import { calendar, day } from '../deadline/calendar.ts'

const objection = (given: Partial<ObjectionState> = {}): ObjectionState => ({
  id: 'a',
  kind: 'objection',
  state: 'open',
  level: 'township',
  until: day('2026-04-03'),
  extended: false,
  steps: 0,
  ...given,
})
const step = (given: Partial<ObjectionStep> = {}): ObjectionStep => ({
  step: 'answer',
  seen: 0,
  words: true,
  until: null,
  into: null,
  ...given,
})
const TODAY = day('2026-03-20')
const FURTHEST = day('2026-05-06')
const take = (given: Partial<ObjectionStep>, state: Partial<ObjectionState> = {}, today = TODAY) =>
  nextStep(objection(state), step(given), 'township', today, FURTHEST)

describe('steps', () => {
  test.each([
    [{ step: 'ask' }, { state: 'asked', steps: 1 }],
    [{ step: 'answer' }, { state: 'answered' }],
    [{ step: 'accept' }, { state: 'accepted' }],
    [{ step: 'forward' }, { state: 'open', level: 'county' }],
    [{ step: 'join', into: 'b', words: false }, { state: 'joined' }],
    [
      { step: 'extend', until: day('2026-04-20') },
      { state: 'open', until: '2026-04-20', extended: true },
    ],
  ] as [Partial<ObjectionStep>, object][])('%j', (given, after) =>
    expect(take(given)).toMatchObject(after),
  )

  test.each([
    [{ step: 'ask', words: false }, {}, 'wordsMissing'],
    [{ seen: 1 }, {}, 'changedMeanwhile'],
    [{}, { state: 'answered' }, 'objectionClosed'],
    [{}, { level: 'county' }, 'otherLevel'],
    [{ step: 'accept' }, { kind: 'question' }, 'questionNotAccepted'],
    [{ step: 'join' }, {}, 'joinedToWhat'],
    [{ step: 'join', into: 'a' }, {}, 'joinedToWhat'],
    [{ step: 'extend', until: day('2026-04-20') }, { extended: true }, 'extendedBefore'],
    [{ step: 'extend', until: day('2026-04-20') }, { until: null }, 'untilUnknown'],
    [{ step: 'extend' }, {}, 'untilUnknown'],
    [{ step: 'extend', until: day('2026-04-03') }, {}, 'untilPassed'],
    [{ step: 'extend', until: day('2026-05-07') }, {}, 'untilTooFar'],
  ] as [Partial<ObjectionStep>, Partial<ObjectionState>, string][])(
    '%j on %j is refused: %s',
    (given, state, refused) => expect(take(given, state)).toMatchObject({ refused }),
  )

  test('an extension is given in time', () => {
    const longer = { step: 'extend' as const, until: day('2026-04-20') }
    expect(take(longer, {}, day('2026-04-03'))).toMatchObject({ extended: true })
    expect(take(longer, {}, day('2026-04-04'))).toMatchObject({ refused: 'untilPassed' })
  })

  test('the banner has nobody to forward to', () =>
    expect(
      nextStep(
        objection({ level: 'county' }),
        step({ step: 'forward' }),
        'county',
        TODAY,
        FURTHEST,
      ),
    ).toEqual({ refused: 'otherLevel', level: 'county' }))

  test('late is whoever has not answered through the last day', () => {
    expect(isLate(objection(), day('2026-04-03'))).toBe(false)
    expect(isLate(objection(), day('2026-04-04'))).toBe(true)
    expect(isLate(objection({ state: 'answered' }), day('2026-04-04'))).toBe(false)
    expect(isLate(objection({ until: null }), day('2030-01-01'))).toBe(false)
  })

  test('whatever is tried: closed stays closed, the day moves once, and no step is lost', () => {
    const tried = fc.record({
      step: fc.constantFrom(...OBJECTION_STEPS),
      words: fc.boolean(),
      until: fc.option(fc.nat({ max: 80 }).map((n) => addDays(TODAY, n))),
      into: fc.constantFrom(null, 'a', 'b'),
      who: fc.constantFrom('township' as const, 'county' as const),
      stale: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(tried, { maxLength: 12 }), (all) => {
        let at = objection()
        let moved = 0
        for (const { who, stale, ...given } of all) {
          const seen = stale ? at.steps + 1 : at.steps
          const next = nextStep(at, { ...given, seen }, who, TODAY, FURTHEST)
          if ('refused' in next) continue
          expect(isPending(at)).toBe(true)
          expect(stale).toBe(false)
          expect(next.steps).toBe(at.steps + 1)
          if (next.until !== at.until) moved += 1
          at = next
        }
        expect(moved).toBeLessThanOrEqual(1)
        expect(at.until! <= FURTHEST).toBe(true)
      }),
    )
  })
})

describe('by when', () => {
  test.each([
    // Twenty working days, before the period ends, a county that gives itself five, never more than twenty.
    ['2026-02-13', null, 20, '2026-03-19'],
    ['2026-03-02', '2026-03-12', 20, '2026-03-11'],
    ['2026-03-02', '2026-06-30', 5, '2026-03-09'],
    ['2026-02-13', null, 60, '2026-03-19'],
    // On its last days and afterwards there is no day left in it.
    ['2026-02-13', '2026-02-14', 20, '2026-03-19'],
    ['2026-02-13', '2026-01-14', 20, '2026-03-19'],
    // The period ends first, whatever 2027 brings.
    ['2026-12-30', '2027-01-10', 20, '2027-01-09'],
  ] as const)('came on %s, period until %s, %i days: %s', (came, period, days, until) =>
    expect(answerBy(day(came), period === null ? null : day(period), days, calendar)).toBe(until),
  )

  test('where it hangs on a year that nobody has announced, there is no day', () => {
    const unknown = { refused: 'yearUnknown', year: 2027 }
    expect(answerBy(day('2026-12-30'), null, 20, calendar)).toEqual(unknown)
    expect(answerBy(day('2026-12-30'), day('2027-02-10'), 20, calendar)).toEqual(unknown)
    expect(furthestFrom(day('2026-12-30'), 20, calendar)).toEqual(unknown)
  })

  test('is after the day it came, and never after twenty working days', () => {
    const days = fc.integer({ min: 0, max: 1600 }).map((n) => addDays(day('2022-01-01'), n))
    const periods = fc.option(fc.integer({ min: -5, max: 60 }))
    fc.assert(
      fc.property(days, periods, fc.integer({ min: 1, max: 40 }), (came, ends, n) => {
        const period = ends === null ? null : addDays(came, ends)
        const until = answerBy(came, period, n, calendar)
        const most = furthestFrom(came, 20, calendar)
        if (typeof until !== 'string' || typeof most !== 'string') return
        expect(until > came && until <= most).toBe(true)
      }),
    )
  })
})
