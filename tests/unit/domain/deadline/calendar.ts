import { readFileSync } from 'node:fs'
import { parseDay, type Day } from '#domain/calendar/day.ts'
import { parseWorkCalendar } from '#domain/calendar/working-days.ts'

const file = new URL('../../../fixtures/cn-holidays.json', import.meta.url)

/** The State Council's days, 2022 to 2026. */
export const calendar = parseWorkCalendar(JSON.parse(readFileSync(file, 'utf8')))

export const day = (text: string): Day => parseDay(text)!
