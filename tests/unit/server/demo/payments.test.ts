import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { addDays, type Day } from '#domain/calendar/day.ts'
import { isDecimal } from '#domain/money/decimal.ts'
import { parsePrograms } from '#domain/program/parse-programs.ts'
import programsJson from '#server/county-data/programs.json'
import { DEMO_VILLAGES } from '#server/demo/households.ts'
import {
  correctedGrassland,
  townshipPayments,
  villagePayments,
  type DemoLine,
} from '#server/demo/payments.ts'
import { demoSchedule, FIRST_DAY } from '#server/demo/schedule.ts'

const SAMPLES = join(import.meta.dirname, '../../../fixtures/samples')
const expected = (number: string): Record<string, unknown> => {
  const file = readdirSync(SAMPLES).find(
    (name) => name.startsWith(number) && name.endsWith('.json'),
  )
  return JSON.parse(readFileSync(join(SAMPLES, file ?? ''), 'utf8')) as Record<string, unknown>
}
const programs = parsePrograms(programsJson)
const program = (code: string) => {
  const found = programs.find((one) => one.code === code)
  if (!found) throw new Error(code)
  return found
}
const total = (lines: DemoLine[]) => lines.reduce((sum, line) => sum + line.amountFen, 0)

describe('the demo’s payments', () => {
  test.each([
    ['01', 'grassland', null],
    ['02', 'farmland', null],
    ['04', 'elderly', null],
    ['05', 'machines', null],
    ['08', 'grassland', '第二批'],
    ['09', 'forest', null],
  ])('sheet %s is the 2025 of %s, village by village, to the fen', (sheet, code, batch) => {
    const villages = Object.fromEntries(
      villagePayments(program(code), 2025, batch).map(({ region, lines }) => [
        region,
        { lines: lines.length, totalFen: total(lines) },
      ]),
    )
    const said = expected(sheet)['villages'] as typeof villages
    // Where the sheet gives only a sum, the demo works it out from area and rate: a fen more or less a line.
    const near = Object.fromEntries(
      Object.entries(said).map(([region, { lines, totalFen }]) => [
        region,
        {
          lines,
          totalFen:
            sheet === '08' && Math.abs((villages[region]?.totalFen ?? 0) - totalFen) <= lines
              ? villages[region]?.totalFen
              : totalFen,
        },
      ]),
    )
    expect(villages).toEqual(near)
  })

  test('sheet 03 is subsistence allowance of 2025, month by month', () => {
    const said = expected('03')['batches'] as Record<string, { lines: number; totalFen: number }>
    for (const [batch, { lines, totalFen }] of Object.entries(said)) {
      const all = villagePayments(program('allowance'), 2025, batch).flatMap((list) => list.lines)
      expect([batch, all.length, total(all)]).toEqual([batch, lines, totalFen])
    }
  })

  test('sheet 07 is the corrected list of 2025', () => {
    const villages = Object.fromEntries(
      DEMO_VILLAGES.map((village) => {
        const lines = correctedGrassland(village, program('grassland'))
        return [village.region, { lines: lines.length, totalFen: total(lines) }]
      }),
    )
    expect(villages).toEqual(expected('07')['villages'])
  })

  test('every line adds up, and says how by exact decimals', () => {
    for (const { code, privacy } of programs.filter(({ privacy }) => privacy === 'list'))
      for (const year of [2023, 2024, 2025]) {
        const batch = code === 'allowance' ? (year === 2025 ? '2025-05' : '第二季度') : null
        const lists = villagePayments(program(code), year, batch)
        expect([code, privacy, lists.length > 0]).toEqual([code, 'list', true])
        for (const { lines } of lists)
          for (const { parts, amountFen } of lines) {
            expect(parts.reduce((sum, part) => sum + (part.amountFen ?? 0), 0)).toBe(amountFen)
            for (const { quantity, rate, times } of parts)
              for (const number of [quantity, rate, times])
                if (number !== undefined) expect(isDecimal(number)).toBe(true)
          }
      }
  })

  test('nobody stands twice on one list', () => {
    for (const { code } of programs.filter(({ privacy }) => privacy === 'list'))
      for (const { region, lines } of villagePayments(program(code), 2024, '第一季度')) {
        const people = lines.map(({ person }) => person)
        expect([code, region, new Set(people).size]).toEqual([code, region, people.length])
      }
  })

  test('the same again, however often it is asked', () => {
    expect(villagePayments(program('producer'), 2024, null)).toEqual(
      villagePayments(program('producer'), 2024, null),
    )
  })

  test('where no person may be named there are only totals of townships', () => {
    const lists = townshipPayments(program('disability'), 2025)
    expect(lists.map(({ region }) => region)).toEqual(['152529900000', '152529901000'])
    for (const { lines, aggregate } of lists) {
      expect(lines).toEqual([])
      expect(aggregate?.amountFen).toBeGreaterThan(0)
    }
  })

  test('nothing in the demo’s own data looks like a number that a person has', () => {
    const text = readFileSync(
      join(import.meta.dirname, '../../../../src/server/demo/households.json'),
      'utf8',
    )
    expect(text).not.toMatch(/159999|1990000|621799/)
    expect(text.replace(/"152529\d{6}"/g, '')).not.toMatch(/\d{11}/)
  })
})

describe('the demo’s calendar', () => {
  test.each(['2023-01-06', '2024-06-01', '2025-12-27', '2026-01-02', '2026-11-21', '2029-03-01'])(
    'on %s three years lie behind in order, none ahead, and something was published lately',
    (today) => {
      const days = demoSchedule(today as Day).map(({ day }) => day)
      expect([...days].sort()).toEqual(days)
      expect(days.every((day) => day < today)).toBe(true)
      expect(days.filter((day) => day >= addDays(today as Day, -6)).length).toBeGreaterThan(1)
      expect(FIRST_DAY <= (days[0] ?? '')).toBe(today > '2023-01-12')
    },
  )
})
