import type { Notice } from '../notice/notice.ts'
import type { Program } from '../program/program.ts'
import { findPersonal } from './detect.ts'
import type { PersonalKind } from './detect.ts'
import { findForbiddenCharacter } from './text.ts'

/** Where in a notice something stands that may not: a path, the source's row for a line, never the text itself. */
export interface Spot {
  kind: PersonalKind | 'forbiddenCharacter'
  where: string
  row?: number
}

/** How closely a text is read: words on health count where it speaks of one person, line breaks may be in free text. */
export type Reading = 'aboutAPerson' | 'aboutAPersonInLines' | 'aboutAll' | 'aboutAllInLines'

/** What is wrong with one text, each kind once. */
export function spotsIn(
  text: string,
  reading: Reading,
  at: { where: string; row?: number },
): Spot[] {
  return kindsIn(text, reading).map((kind) => ({ kind, ...at }))
}

function kindsIn(text: string, reading: Reading): Spot['kind'][] {
  const kinds = new Set<Spot['kind']>(findPersonal(text).map(({ kind }) => kind))
  if (reading === 'aboutAll' || reading === 'aboutAllInLines') kinds.delete('health')
  if (findForbiddenCharacter(text, { lineBreaks: reading.endsWith('InLines') }))
    kinds.add('forbiddenCharacter')
  return [...kinds]
}

/** The same groups, kinds and units stand on every line of a list: each text is read once. */
function readerOfOne(): typeof kindsIn {
  const known: Record<Reading, Map<string, Spot['kind'][]>> = {
    aboutAPerson: new Map(),
    aboutAPersonInLines: new Map(),
    aboutAll: new Map(),
    aboutAllInLines: new Map(),
  }
  return (text, reading) => {
    const before = known[reading].get(text)
    if (before) return before
    const kinds = kindsIn(text, reading)
    known[reading].set(text, kinds)
    return kinds
  }
}

/**
 * Reads every text of a notice that the public could come to see, and names each spot with a personal number, a word on
 * health or a character that may not stand there. Asked at import, at submission, at publishing and at export. Titles
 * and texts may name programs for the ill and the disabled; remarks, groups and names may not.
 */
export function findPersonalIn(notice: Notice, program: Program | null): Spot[] {
  const spots: Spot[] = []
  const kindsOf = readerOfOne()
  const read = (where: string, text: string | undefined | null, reading: Reading, row?: number) => {
    if (!text) return
    for (const kind of kindsOf(text, reading))
      spots.push(row === undefined ? { kind, where } : { kind, where, row })
  }
  read('title.zh', notice.title.zh, 'aboutAll')
  read('title.mn', notice.title.mn, 'aboutAll')
  read('text.zh', notice.text.zh, 'aboutAllInLines')
  read('text.mn', notice.text.mn, 'aboutAllInLines')
  read('attributeBasis', notice.attributeBasis, 'aboutAll')
  // The reason of a correction tends to name the household; the program's own name may stand in it.
  read('change.why', withoutNames(notice.change?.why ?? '', program), 'aboutAPersonInLines')
  const { disbursement } = notice
  read('batch', disbursement?.batch, 'aboutAll')
  for (const [i, part] of (disbursement?.aggregate?.parts ?? []).entries()) {
    read(`aggregate.parts[${i}].what`, part.what, 'aboutAll')
    read(`aggregate.parts[${i}].unit`, part.unit, 'aboutAll')
  }
  const parts: Reading = program?.privacy === 'list' ? 'aboutAPerson' : 'aboutAll'
  for (const [i, line] of (disbursement?.lines ?? []).entries()) {
    const own = (what: string, text: string | undefined, reading: Reading) =>
      read(`lines[${i}].${what}`, text, reading, line.row)
    own('name', line.name, 'aboutAPerson')
    own('nameMn', line.nameMn, 'aboutAPerson')
    own('group', line.group, 'aboutAPerson')
    own('note', line.note, 'aboutAPersonInLines')
    for (const part of line.parts) {
      own('parts.what', part.what, parts)
      own('parts.unit', part.unit, parts)
      own('parts.rateUnit', part.rateUnit, parts)
    }
  }
  return spots
}

/** A text without the names of the program itself. */
export function withoutNames(text: string, program: Program | null): string {
  if (program === null) return text
  const names = [program.name.zh, program.name.mn ?? '', ...program.aliases].filter((n) => n !== '')
  return names.reduce((rest, name) => rest.split(name).join('〔〕'), text)
}
