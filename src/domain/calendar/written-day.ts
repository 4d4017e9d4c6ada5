import type { Day } from './day.ts'

/** Before every Mongolian suffix, so that it joins its stem. */
const SUFFIX = '\u202F'
const ON_U = `ᠣᠨ${SUFFIX}ᠤ`
const SARA_YIN = `ᠰᠠᠷ\u180Eᠠ${SUFFIX}ᠶᠢᠨ`

/** `2026年3月9日`, `2026 ᠣᠨ ᠤ 3 ᠰᠠᠷ᠎ᠠ ᠶᠢᠨ 9`: by ourselves, since no browser knows traditional Mongolian. */
export function writtenDay(day: Day, language: 'zh' | 'mn'): string {
  const [year, month, date] = day.split('-').map(Number)
  return language === 'mn'
    ? `${year} ${ON_U} ${month} ${SARA_YIN} ${date}`
    : `${year}年${month}月${date}日`
}
