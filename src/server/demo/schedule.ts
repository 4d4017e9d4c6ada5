import { addDays, type Day } from '#domain/calendar/day.ts'

/** One list that the office publishes: a program's year, whole or in a batch. */
export interface DemoList {
  program: string
  year: number
  batch: string | null
  /** Totals of townships instead of households of villages. */
  townships?: boolean
}

/** A day on which the demo's office published. */
export interface DemoDay {
  day: Day
  lists: DemoList[]
}

const list = (program: string, year: number, batch: string | null = null): DemoList => ({
  program,
  year,
  batch,
})
const totals = (program: string, year: number): DemoList => ({
  program,
  year,
  batch: null,
  townships: true,
})

const QUARTERS = ['第一季度', '第二季度', '第三季度', '第四季度']

/** 2023 and 2024: subsistence allowance by quarters, everything else when its season was over. */
function earlierYear(year: number): DemoDay[] {
  const quarter = (n: number) => list('allowance', year, QUARTERS[n - 1])
  const on = (monthDay: string, ...lists: DemoList[]): DemoDay => ({
    day: `${year}-${monthDay}` as Day,
    lists,
  })
  return [
    on('03-28', quarter(1)),
    on('06-26', quarter(2), list('farmland', year)),
    on('07-15', list('relief', year)),
    on(
      '09-26',
      quarter(3),
      list('forest', year),
      list('retired-farmland', year),
      list('machines', year),
    ),
    on('11-26', list('grassland', year), list('producer', year), list('housing', year)),
    on(
      '12-22',
      quarter(4),
      list('destitute', year),
      list('elderly', year),
      totals('grassland', year),
      totals('disability', year),
      totals('family-reward', year),
    ),
  ]
}

/** 2025: subsistence allowance month by month, as the sample sheets have it. */
function lastYear(): DemoDay[] {
  const beside: Record<number, DemoList[]> = {
    6: [list('farmland', 2025)],
    7: [list('relief', 2025)],
    9: [list('forest', 2025), list('retired-farmland', 2025), list('machines', 2025)],
    11: [list('grassland', 2025), list('producer', 2025)],
    12: [list('destitute', 2025), totals('disability', 2025), totals('family-reward', 2025)],
  }
  return Array.from({ length: 12 }, (_, i) => {
    const month = String(i + 1).padStart(2, '0')
    return {
      day: `2025-${month}-26` as Day,
      lists: [list('allowance', 2025, `2025-${month}`), ...(beside[i + 1] ?? [])],
    }
  })
}

/** What was published last, so that some periods are open whenever the demo is made. */
function lately(today: Day): DemoDay[] {
  return [
    { day: addDays(today, -6), lists: [list('elderly', 2025), totals('grassland', 2025)] },
    { day: addDays(today, -3), lists: [list('housing', 2025)] },
    { day: addDays(today, -2), lists: [list('grassland', 2025, '第二批')] },
  ]
}

/** Three years of an office, in order; no day is later than today. */
export function demoSchedule(today: Day): DemoDay[] {
  const fixed = [...earlierYear(2023), ...earlierYear(2024), ...lastYear()]
  const before = addDays(today, -7)
  return [...fixed.filter(({ day }) => day <= before), ...lately(today)]
}

export const FIRST_DAY = '2023-01-05' as Day
