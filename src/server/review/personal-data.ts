import type { Line } from '#domain/disbursement/line.ts'
import { findPersonal, type PersonalKind } from '#domain/privacy/detect.ts'
import { findForbiddenCharacter } from '#domain/privacy/text.ts'
import type { Notice } from '#domain/notice/notice.ts'

/** Something that must not be in a notice. Says where it stands, never what it is. */
export interface PersonalDataRefusal {
  refused: 'personalData'
  kind: PersonalKind | 'character'
  /** `title`, `text`, `change`, `batch`, or a field of a line. */
  where: string
  row: number | null
  sheet: string | null
}

function* textsOfLine(line: Line): Generator<[where: string, text: string]> {
  yield ['name', line.name]
  if (line.nameMn !== undefined) yield ['nameMn', line.nameMn]
  if (line.group !== undefined) yield ['group', line.group]
  if (line.note !== undefined) yield ['note', line.note]
  for (const part of line.parts) yield ['what', part.what]
}

/** Titles and texts may name programs for the ill and the disabled, as the gate lets them; remarks on a person may not. */
const ABOUT_ALL: ReadonlySet<string> = new Set(['title', 'text', 'batch', 'total'])

/** One text that somebody wrote, such as a reason. */
export function personalTextIn(where: string, text: string): PersonalDataRefusal | null {
  const forbidden = findForbiddenCharacter(text, { lineBreaks: where === 'text' })
  const found = findPersonal(text).filter(({ kind }) => kind !== 'health' || !ABOUT_ALL.has(where))
  const kind = forbidden === null ? found[0]?.kind : 'character'
  return kind === undefined
    ? null
    : { refused: 'personalData', kind, where, row: null, sheet: null }
}

/** Texts repeat over thousands of lines; what was found clean once is clean. */
const LONGEST_REMEMBERED = 40
const MOST_REMEMBERED = 20_000

/**
 * Looks through everything that people wrote: the same detector that the gate to the public holds against it, held
 * here too so that nobody is asked to review what could never be published.
 */
export function personalDataIn(notice: Notice): PersonalDataRefusal | null {
  const clean = new Set<string>()
  const look = (where: string, text: string, line?: Line): PersonalDataRefusal | null => {
    if (clean.has(text)) return null
    const found = personalTextIn(where, text)
    if (found) return { ...found, row: line?.row ?? null, sheet: line?.sheet ?? null }
    if (text.length <= LONGEST_REMEMBERED && clean.size < MOST_REMEMBERED) clean.add(text)
    return null
  }
  const { title, text, change, disbursement } = notice
  const headings: [string, string | undefined | null][] = [
    ['title', title.zh],
    ['title', title.mn],
    ['text', text.zh],
    ['text', text.mn],
    ['change', change?.why],
    ['batch', disbursement?.batch],
    ...(disbursement?.aggregate?.parts ?? []).map((part): [string, string] => ['total', part.what]),
  ]
  for (const [where, heading] of headings) {
    const found = heading ? look(where, heading) : null
    if (found) return found
  }
  for (const line of disbursement?.lines ?? [])
    for (const [where, some] of textsOfLine(line)) {
      const found = look(where, some, line)
      if (found) return found
    }
  return null
}
