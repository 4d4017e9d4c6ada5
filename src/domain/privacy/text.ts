export interface ForbiddenCharacter {
  kind: 'control' | 'direction' | 'byteOrderMark' | 'broken' | 'privateUse'
  /** Index in UTF-16 units. */
  at: number
  codePoint: number
}

/**
 * C0 and C1 controls, line and paragraph separators; direction marks and overrides; U+FEFF; half a surrogate pair and
 * noncharacters; the private-use letters of old Mongolian fonts (U+E234–E71D), which no phone can show. Variation
 * selectors and the vowel separator of Mongolian are letters' company and allowed.
 */
const FORBIDDEN: readonly [ForbiddenCharacter['kind'], RegExp][] = [
  ['control', /[\u0000-\u001F\u007F-\u009F\u2028\u2029]/],
  ['direction', /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/],
  ['byteOrderMark', /\uFEFF/],
  [
    'broken',
    /[\uFDD0-\uFDEF\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?:[^\uD800-\uDBFF]|^)[\uDC00-\uDFFF]/,
  ],
  ['privateUse', /[\uE234-\uE71D]/],
]

/**
 * The first character that may stand in no name and no text of a notice, or null. Free text may have tabs and line
 * breaks: pass `lineBreaks: true`.
 */
export function findForbiddenCharacter(
  text: string,
  options: { lineBreaks?: boolean } = {},
): ForbiddenCharacter | null {
  const looked = options.lineBreaks ? text.replace(/[\t\n\r]/g, ' ') : text
  let first: ForbiddenCharacter | null = null
  for (const [kind, pattern] of FORBIDDEN) {
    const match = pattern.exec(looked)
    // A lone low surrogate is found together with the unit before it.
    const at = match ? match.index + (match[0].length - 1) : -1
    if (at >= 0 && (first === null || at < first.at))
      first = { kind, at, codePoint: looked.charCodeAt(at) }
  }
  return first
}

/** Characters that draw nothing in a name: they would make two spellings of one. */
const INVISIBLE = /[\u00AD\u200B\u2060\u3164\u115F\u1160\uFFA0]/g
const DOTS = /[\u2022\u2027\u2219\u22C5\u30FB\uFF65\u0387]/g

/**
 * A payee's name as it is kept: NFC, one kind of middle dot, nothing invisible. Spaces inside a Chinese name are
 * layout and go; elsewhere a run of them is one. Characters that are forbidden stay, so that they are found.
 */
export function cleanName(text: string): string {
  const plain = withoutStrayJoiners(text.normalize('NFC').replace(INVISIBLE, '')).replace(DOTS, '·')
  return /\p{Script=Han}/u.test(plain)
    ? plain.replace(/[ \u00A0\u2000-\u200A\u202F\u205F\u3000]+/g, '')
    : plain.replace(/[ \u00A0\u2000-\u200A\u205F\u3000]+/g, ' ').replace(/^ | $/g, '')
}

/** Joiners mean something beside a Mongolian letter only. */
function withoutStrayJoiners(text: string): string {
  const mongolian = (c: string | undefined) => c !== undefined && /[\u1820-\u1878]/.test(c)
  return text.replace(/[\u200C\u200D]/g, (joiner, at: number) =>
    mongolian(text[at - 1]) || mongolian(text[at + 1]) ? joiner : '',
  )
}
