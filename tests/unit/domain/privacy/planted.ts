import fc from 'fast-check'
import { checkCharacterOf } from '#domain/privacy/id-number.ts'

/** Numbers that belong to nobody: area 159999, mobiles 1990000xxxx, cards 62179900000…. */
const two = (n: number) => String(n).padStart(2, '0')

export const id18 = fc
  .record({
    year: fc.integer({ min: 1930, max: 2015 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
    order: fc.integer({ min: 0, max: 999 }),
  })
  .map(({ year, month, day, order }) => {
    const seventeen = `159999${year}${two(month)}${two(day)}${String(order).padStart(3, '0')}`
    return seventeen + checkCharacterOf(seventeen)
  })

export const id15 = id18.map((id) => id.slice(0, 6) + id.slice(8, 17)).filter((id) => !/X/.test(id))

export const phone = fc
  .integer({ min: 0, max: 9999 })
  .map((n) => `1990000${String(n).padStart(4, '0')}`)

export const card = fc
  .record({ body: fc.integer({ min: 0, max: 9_999_999 }), length: fc.constantFrom(16, 17, 18, 19) })
  .map(({ body, length }) => {
    const rest = `62179900000${String(body).padStart(7, '0')}`.slice(0, length - 1)
    let sum = 0
    for (let i = 0; i < rest.length; i += 1) {
      const digit = Number(rest[rest.length - 1 - i])
      const doubled = i % 2 === 0 ? digit * 2 : digit
      sum += doubled > 9 ? doubled - 9 : doubled
    }
    return rest + String((10 - (sum % 10)) % 10)
  })

const inScript = (zero: number) => (text: string) =>
  text.replace(/\d/g, (d) => String.fromCodePoint(zero + Number(d)))

const between = (sign: string, every: number) => (text: string) =>
  [...text].map((c, i) => (i > 0 && i % every === 0 ? sign + c : c)).join('')

const HAN = '〇一二三四五六七八九'

/** What people do to a number so that nobody, or no program, should see that it is one. */
export const DISGUISES: Readonly<Record<string, (text: string) => string>> = {
  plain: (text) => text,
  'full width': (text) =>
    text.replace(/[0-9X]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
  'small x': (text) => text.toLowerCase(),
  'spaces by four': between(' ', 4),
  'a space everywhere': between(' ', 1),
  'wide spaces': between('\u3000', 4),
  'no-break spaces': between('\u00A0', 3),
  'narrow spaces of Mongolian': between('\u202F', 5),
  tabs: between('\t', 6),
  hyphens: between('-', 4),
  'hyphens everywhere': between('-', 1),
  'spaced hyphens': between(' - ', 4),
  dashes: between('—', 6),
  'dots by three': between('.', 3),
  'slashes by four': between('/', 4),
  'stars by three': between('*', 3),
  'commas everywhere': between(',', 1),
  'spaces and hyphens in turn': (text) =>
    [...text]
      .map((c, i) => (i > 0 && i % 4 === 0 ? (i % 8 === 0 ? ` ${c}` : `-${c}`) : c))
      .join(''),
  'brackets around the beginning': (text) =>
    `(${text.slice(0, 3)})${text.slice(3, 7)}-${text.slice(7)}`,
  'letters for 0 and 1': (text) => text[0] + text.slice(1).replace(/0/g, 'O').replace(/1/g, 'l'),
  'circled digits': (text) =>
    text.replace(/\d/g, (d) => (d === '0' ? '⓪' : String.fromCodePoint(0x245f + Number(d)))),
  'middle dots': between('·', 4),
  'zero width': between('\u200B', 1),
  joiners: between('\u2060', 2),
  'soft hyphens': between('\u00AD', 3),
  'direction marks': between('\u200E', 4),
  'Mongolian variation selectors': between('\u180B', 1),
  'the newest variation selector': between('\u180F', 2),
  'vowel separators': between('\u180E', 3),
  'emoji variation selectors': between('\uFE0F', 1),
  'combining strokes': between('\u0336', 1),
  'Mongolian digits': inScript(0x1810),
  'Arabic digits': inScript(0x0660),
  'Persian digits': inScript(0x06f0),
  'Tibetan digits': inScript(0x0f20),
  'Devanagari digits': inScript(0x0966),
  'mathematical digits': inScript(0x1d7ce),
  'double-struck digits': inScript(0x1d7d8),
  'Chinese characters': (text) => text.replace(/\d/g, (d) => HAN[Number(d)] ?? d),
  'Cyrillic letter for X': (text) => text.replace(/X/g, 'Х'),
  'full width with spaces': (text) =>
    between('\u3000', 6)(text).replace(/\d/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
}

/** What may stand around a number in a remark. */
export const around = fc.constantFrom(
  ['', ''],
  ['配偶', ''],
  ['联系', '代领'],
  ['电话：', '。'],
  ['示范嘎查一', ''],
  ['示范嘎查', '号'],
  ['共2人，', '，6904.41元'],
  ['(', ')'],
  ['身份证号', '（已核）'],
  ['ᠨᠡᠷ᠎ᠡ ', ' ᠨᠡᠷ᠎ᠡ'],
  ['ID:', ';'],
  ['2025年3月9日 ', ' 更正'],
  ['面积87.82亩,', ',补发'],
)
