import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '#domain/calendar/day.ts'
import { duties, type Known } from '#domain/deadline/duties.ts'
import { calendar, day } from './calendar.ts'

const QUARTERLY = { id: 'q', timeLimit: { text: '每季度首个月20日', workingDays: null } }
const FORMED = { id: 'f', timeLimit: { text: '信息形成之日起20个工作日内', workingDays: 20 } }
const SOON = { id: 's', timeLimit: { text: '随时公布', workingDays: null } }

const board = (given: Partial<Known>): Known => ({
  items: [QUARTERLY, FORMED, SOON],
  hung: [],
  open: [],
  calendar,
  today: day('2026-11-21'),
  ...given,
})
const hung = (publishedOn: string) => [{ item: 'q', publishedOn: day(publishedOn) }]

describe('what comes again', () => {
  test('is due in the months of today on a board that never had it, and late after its day', () => {
    expect(duties(board({}))).toMatchObject([
      {
        item: 'q',
        span: { start: '2026-10-01', end: '2026-12-31' },
        due: { due: '2026-10-20' },
        late: true,
      },
    ])
    expect(duties(board({ today: day('2026-10-20') }))).toMatchObject([{ late: false }])
  })

  test('is done once it hangs in these months, early or late', () => {
    expect(duties(board({ hung: hung('2026-10-01') }))).toEqual([])
    expect(duties(board({ hung: hung('2026-11-21') }))).toEqual([])
  })

  test('keeps the day of the first months that went by without it', () => {
    expect(duties(board({ hung: hung('2026-03-31') }))).toMatchObject([
      { span: { start: '2026-04-01' }, due: { due: '2026-04-20' }, late: true },
    ])
  })

  test('is not done by what a wrong clock put into a time to come', () => {
    expect(duties(board({ hung: hung('2027-10-03') }))).toHaveLength(1)
  })
})

describe('what began to count', () => {
  test('has its day, and no day where nobody has announced the year', () => {
    const open = [
      { item: 'f', on: day('2026-12-20') },
      { item: 'f', on: day('2026-10-20') },
      { item: 's', on: day('2026-10-20') },
    ]
    expect(duties(board({ items: [FORMED, SOON], open }))).toMatchObject([
      { item: 'f', span: null, due: { due: '2026-11-17' }, late: true },
      { item: 'f', span: null, due: { refused: 'yearUnknown', year: 2027 }, late: false },
    ])
  })
})

test('the oldest day stands first, and hanging everything up leaves no duty', () => {
  const days = fc.integer({ min: 0, max: 1400 }).map((n) => addDays(day('2022-06-01'), n))
  const hangs = fc.record({ item: fc.constantFrom('q', 'f', 's'), publishedOn: days })
  const opens = fc.record({ item: fc.constantFrom('q', 'f', 's'), on: days })
  fc.assert(
    fc.property(fc.array(hangs), fc.array(opens), days, (hung, open, today) => {
      const found = duties(board({ hung, open, today }))
      const last = found.map(({ due }) => ('due' in due ? due.due : '9999'))
      expect(last).toEqual([...last].sort())
      for (const { due, late } of found) expect(late).toBe('due' in due && due.due < today)
      const done = [...hung, { item: 'q', publishedOn: today }]
      expect(duties(board({ hung: done, open: [], today }))).toEqual([])
    }),
  )
})
