/** Digits that stand together with nothing between them that can be seen. */
export interface DigitGroup {
  /** As ASCII digits, whatever script or width they were written in. */
  digits: string
  /** An X stands behind the digits: perhaps the check character of an ID. */
  x: boolean
  /** Written in Chinese characters (一五九). */
  han: boolean
  /** Where it stands in the text, in UTF-16 units, end excluded. */
  from: number
  to: number
  /** The few signs between this group and the next, as plain ASCII; null where a letter or a wide space ends the row. */
  gap: string | null
}

/** More signs than this between two digits are no layout any more. */
const WIDEST_GAP = 3

const HAN = new Map<string, string>()
for (const [value, forms] of [...'〇一二三四五六七八九'].entries())
  for (const form of [
    forms,
    ...(['零○', '壹幺', '贰两', '叁', '肆', '伍', '陆', '柒', '捌', '玖'][value] ?? ''),
  ])
    HAN.set(form, String(value))

/** Anything that could be read as a digit; one number form (⑿) may hold two. */
const DIGIT_LIKE = new RegExp(`[OolI\\p{Nd}\\p{No}${[...HAN.keys()].join('')}]`, 'gu')
/** What no reader sees: format characters, variation selectors (Mongolian ones too), combining marks, fillers. */
const UNSEEN = /[\p{Cf}\p{Mn}\p{Me}\u115F\u1160\u3164\uFFA0]/u
/** Brackets are no sign of their own: (199)0000-2947. */
const BRACKET = /[()[\]{}<>]/
/** What people type for a digit, or write so that it is none: right behind a digit it is one. */
const LOOKALIKE: { readonly [letter: string]: string } = { O: '0', o: '0', l: '1', I: '1' }
const SIGNS: readonly [RegExp, string][] = [
  [/[\s\u2800]/, ' '],
  [/[\p{Pd}\u2212\u30FC_~\u223C]/u, '-'],
  [/[\u00B7\u2022\u2027\u30FB\u3002]/, '\u00B7'],
  [/[.,/\\|*:;'"\u3001]/, ''],
]

/** Value of a digit of any script: each script's ten stand together, zero first. */
function valueOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1
  return String(value)
}

const signOf = (char: string): string | null => {
  for (const [pattern, sign] of SIGNS) if (pattern.test(char)) return sign || char
  return null
}

/** Can this text hold `least` digits at all? Most cells cannot, and need no closer look. */
export function mayHoldDigits(text: string, least: number): boolean {
  const found = text.length < least / 2 ? null : text.match(DIGIT_LIKE)
  return found !== null && found.length * 2 >= least
}

/** All digits of a text in groups, in one pass. */
export function digitGroups(text: string): DigitGroup[] {
  const groups: DigitGroup[] = []
  let last: DigitGroup | null = null
  let gap = ''
  let bracket = false
  let to = 0
  for (const char of text) {
    const from = to
    to += char.length
    if (UNSEEN.test(char)) continue
    // A compatibility form holds one or more plain characters: ９ ① ⑿ ⒈ Ⅹ.
    for (const plain of char > '\u007F' ? char.normalize('NFKC') : char) {
      if (BRACKET.test(plain)) {
        bracket = true
        continue
      }
      const han = HAN.get(plain)
      const close = last && gap === '' && !bracket ? last : null
      const alike: string | undefined = close && !close.han ? LOOKALIKE[plain] : undefined
      const sign = signOf(plain)
      if (han !== undefined || alike !== undefined || /\p{Nd}/u.test(plain)) {
        const digit: string = han ?? alike ?? valueOf(plain)
        if (close && close.han === (han !== undefined)) {
          close.digits += digit
          close.to = to
          continue
        }
        if (last) last.gap = gap
        last = { digits: digit, x: false, han: han !== undefined, from, to, gap: null }
        groups.push(last)
        gap = ''
        bracket = false
      } else if (sign !== null) {
        gap += sign
        if (gap.length > WIDEST_GAP) last = null
      } else {
        if (last && /[xX\u0445\u0425\u00D7\u03A7\u03C7]/.test(plain)) {
          last.x = true
          last.to = to
        }
        last = null
      }
      if (last === null) {
        gap = ''
        bracket = false
      }
    }
  }
  return groups
}
