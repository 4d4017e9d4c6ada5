import { findPersonal } from '#domain/privacy/detect.ts'
import { cleanName, findForbiddenCharacter } from '#domain/privacy/text.ts'
import { textOf, type Cell } from './cell.ts'
import type { ErrorCode } from './report.ts'

export type KeptText = { text: string } | { refused: ErrorCode }

const known = { name: new Map<string, KeptText>(), text: new Map<string, KeptText>() }
const REMEMBERED = 50_000

/**
 * The one way by which a text of a sheet comes into a line: it is no formula, holds nothing that
 * cannot be shown, and nothing of a person but a name.
 */
export function keptText(cell: Cell | undefined, kind: 'name' | 'text'): KeptText {
  if (cell === undefined) return { text: '' }
  if (cell.formula) return { refused: 'formulaInText' }
  if (cell.kind === 'error') return { refused: 'nameDamaged' }
  const memory = known[kind]
  const before = memory.get(cell.text)
  if (before !== undefined) return before
  const checked = check(cell, kind)
  if (memory.size < REMEMBERED) memory.set(cell.text, checked)
  return checked
}

function check(cell: Cell, kind: 'name' | 'text'): KeptText {
  let text = textOf(cell).replace(/^['‘’`]/, '')
  if (runs(text)) return { refused: 'formulaInText' }
  text = text.replace(/[\t\r\n]+/g, kind === 'name' ? '' : ' ')
  if (text === '') return { text }
  const personal = personalIn(text)
  if (personal !== null) return { refused: personal }
  if (findForbiddenCharacter(text) !== null) return { refused: 'nameForbidden' }
  const lost = kind === 'name' ? /[?？\ufffd□■▯]|^[\d.,\s]+$/ : /\ufffd/
  if (lost.test(text)) return { refused: 'nameDamaged' }
  return { text: kind === 'name' ? cleanName(text.replace(REMARK, '')) : text }
}

/** 乌云（已故）: a remark about a person is no part of the name, and nobody's business on a board. */
const REMARK = /\s*[(（【[](?:已?故|已?亡|已?去世|已?死亡|户主|代|代领|本人)[)）】\]]$/

/** What a spreadsheet would run when the text stood in one of its cells; a lone dash or a number does no harm. */
function runs(text: string): boolean {
  const first = text.normalize('NFKC').trimStart()
  if (/^[=@]./s.test(first)) return true
  return (
    /^[+\-]./s.test(first) &&
    !/^[+\-][\d.,]*$/.test(first) &&
    !/^-+\s*$/.test(first) &&
    /^[+\-]\s*[\w(+\-=@'"]/.test(first)
  )
}

const CODES = {
  id18: 'idInText',
  id15: 'idInText',
  card: 'cardInText',
  phone: 'phoneInText',
  digits: 'cardInText',
  health: 'healthInText',
} as const

export function personalIn(text: string): ErrorCode | null {
  const found = findPersonal(text)
  const first = found[0]
  return first === undefined ? null : CODES[first.kind]
}

/** Whether a name of a file or sheet carries a person's number. Words on health may be a program's name. */
export function numberIn(text: string): boolean {
  return findPersonal(text).some(({ kind }) => kind !== 'health' && kind !== 'digits')
}

/**
 * A label for a report, with whatever looks like a person's number taken out: when a header is
 * missing, what stands in its place may be anybody's data.
 */
export function safeLabel(label: string): string {
  let safe = label
  for (const { kind, from, to } of findPersonal(label).reverse()) {
    if (kind !== 'health') safe = safe.slice(0, from) + '＊' + safe.slice(to)
  }
  return safe.normalize('NFKC').replace(/[\s-]/g, '').search(/\d{7}/) === -1
    ? safe
    : safe.replace(/[\d０-９]/g, '＊')
}
