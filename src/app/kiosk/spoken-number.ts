import type { Fen } from '#domain/money/fen.ts'
import type { Day } from '#domain/calendar/day.ts'

/**
 * Figures as a Chinese voice is to say them. Engines differ in what they make of `1,200.50` and of `2025年`, and none differs
 * over 一千二百元五角.
 */

const DIGITS = '零一二三四五六七八九'
const STEPS = ['', '十', '百', '千']
const MYRIADS = ['', '万', '亿', '万亿']

/** One by one: `二〇二五`, as years and numbers of documents are read. */
export const spokenDigits = (digits: string): string =>
  digits.replace(/\d/g, (digit) => (digit === '0' ? '〇' : DIGITS[Number(digit)]!))

/** A telephone number: 一 is 幺, so that nobody hears 七. Its groups stay apart. */
export const spokenPhone = (phone: string): string =>
  phone
    .replace(/\d/g, (digit) => (digit === '1' ? '幺' : DIGITS[Number(digit)]!))
    .replace(/[ -]+/g, '，')

/** A whole number in words: 一千二百, 两万零五十. Two is 两 before 千, 万 and 亿. */
export function spokenWhole(number: number): string {
  if (number === 0) return DIGITS[0]!
  let said = ''
  let gap = false
  for (let place = MYRIADS.length - 1; place >= 0; place -= 1) {
    const four = Math.floor(number / 10 ** (4 * place)) % 10_000
    if (four === 0) {
      gap ||= said !== ''
      continue
    }
    if (said !== '' && (gap || four < 1000)) said += DIGITS[0]!
    said += fourDigits(four, place > 0) + MYRIADS[place]!
    gap = false
  }
  return said.replace(/^一十/, '十')
}

/** Before what is counted two is 两: 两户, 两天, 两元. */
export const counted = (said: string): string => (said === '二' ? '两' : said)

/** `four` from 1 to 9999. `before`: a unit follows, before which two alone is 两. */
function fourDigits(four: number, before: boolean): string {
  if (four === 2 && before) return '两'
  let said = ''
  let gap = false
  for (let step = 3; step >= 0; step -= 1) {
    const digit = Math.floor(four / 10 ** step) % 10
    if (digit === 0) {
      gap ||= said !== ''
      continue
    }
    if (gap) said += DIGITS[0]!
    gap = false
    said += (digit === 2 && step === 3 ? '两' : DIGITS[digit]!) + STEPS[step]!
  }
  return said
}

/** A plain decimal: 十一点九二三五. What is none stays as it is. */
export function spokenDecimal(decimal: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal)
  if (!match) return decimal
  const [, minus, whole = '', fraction = ''] = match
  const behind = fraction.replace(/0+$/, '')
  const said = spokenWhole(Number(whole)) + (behind && `点${spokenFraction(behind)}`)
  return `${minus ? '负' : ''}${said}`
}

const spokenFraction = (digits: string): string =>
  digits.replace(/\d/g, (digit) => DIGITS[Number(digit)]!)

/** An amount in yuan, jiao and fen: 一千二百元五角, 三元零五分. */
export function spokenAmount(fen: Fen): string {
  const amount = Math.abs(fen)
  const yuan = Math.floor(amount / 100)
  const jiao = Math.floor(amount / 10) % 10
  const rest = amount % 10
  const said = [
    yuan > 0 || amount === 0 ? `${counted(spokenWhole(yuan))}元` : '',
    jiao > 0 ? `${DIGITS[jiao]}角` : rest > 0 && yuan > 0 ? DIGITS[0] : '',
    rest > 0 ? `${DIGITS[rest]}分` : '',
  ].join('')
  return `${fen < 0 ? '负' : ''}${said}`
}

/** 二〇二六年三月九日 */
export function spokenDay(day: Day): string {
  const [year = '', month, date] = day.split('-')
  return `${spokenDigits(year)}年${spokenWhole(Number(month))}月${spokenWhole(Number(date))}日`
}

/** Years within words that an office wrote; other figures are left to the voice. */
export const spokenYears = (text: string): string =>
  text.replace(/(\d{4})(?=\s*(?:年|-\d{4}|—\d{4}|至\d{4}))/g, spokenDigits)
