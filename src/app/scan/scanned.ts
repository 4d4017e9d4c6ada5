import { parseLink } from '#protocol/link.ts'
import { parseMark, parseSheet } from '#protocol/paper.ts'

/** What a QR or a pasted text is. */
export type Scanned =
  | { kind: 'board'; link: string }
  /** A notice that somebody shares: it brings no key. */
  | { kind: 'notice'; path: string }
  /** The corner of a printed sheet, or what another board shows of itself: answered by what lies here. */
  | { kind: 'paper'; path: string }
  | { kind: 'other' }

const NOTICE = /^\/n\/\d{12}\/[0-9a-f]{32}(\/\d{1,4})?$/

/** A shared notice is looked for here, whatever host its address names: hosts of one county are several. */
export function whatIs(text: string): Scanned {
  const tidy = text.replace(/[ \t\r\n\u3000]/g, '')
  if (is(parseLink, tidy)) return { kind: 'board', link: tidy }
  try {
    const { pathname } = new URL(tidy)
    if (NOTICE.test(pathname)) return { kind: 'notice', path: pathname }
    if (is(parseSheet, pathname) || is(parseMark, pathname))
      return { kind: 'paper', path: pathname }
  } catch {
    // No address at all.
  }
  return { kind: 'other' }
}

function is(parse: (text: string) => unknown, text: string): boolean {
  try {
    parse(text)
    return true
  } catch {
    return false
  }
}
