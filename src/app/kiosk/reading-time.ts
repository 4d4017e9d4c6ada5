import type { Language } from '../language.ts'

/** What a calm reader takes in, standing before a board: Chinese by characters, Mongolian by letters. */
const A_SECOND: Record<Language, number> = { 'zh-Hans': 4, 'mn-Mong': 9 }
const LEAST_MS = 8_000
const MOST_MS = 60_000

/** How long a page of the loop must stand. `percent`: as the office orders it, 200 is half as fast. */
export function readingMs(text: string, language: Language, percent: number): number {
  const letters = text.replace(/[ \t\r\n]+/g, '').length
  const ms = Math.min(MOST_MS, Math.max(LEAST_MS, (letters / A_SECOND[language]) * 1_000))
  return Math.round((ms * percent) / 100)
}
