import { parseDay, yearOf, type Day } from '#domain/calendar/day.ts'
import { ageAtEndOf, readIdNumber } from '#domain/privacy/id-number.ts'
import { unquoted } from './amounts.ts'
import { readCreditCode } from './credit-code.ts'
import { textOf, type Cell, type Row } from './cell.ts'
import { at, type SheetContext } from './sheet-context.ts'

const ADULT_ENOUGH = 14

/** Who a line is about. An ID number is read, checked, hashed under the county's key, and gone. */
export class PersonColumn {
  private readonly context: SheetContext
  private missing = 0

  constructor(context: SheetContext) {
    this.context = context
  }

  /** The keyed hash of the line's ID number; null where there is none, or after an error. */
  of(row: Row, name: string, year: number | null, batch: string | null): string | null {
    const column = this.context.plan.single.id
    const cell = at(row, column)
    if (column === undefined) return null
    const text = cell === undefined ? '' : unquoted(cell)
    if (/^[-—–/\\\s]*$/.test(text)) {
      this.missing++
      return null
    }
    const masked = /^(\d{6,14})[*＊●]{2,12}[\dXx]{0,4}$/.exec(text)
    if (masked !== null) return this.masked(row, column, masked[1]!, year)
    // As a number an ID has lost its last digits, even if the rest happens to pass.
    const lost = cell?.kind === 'number' && text.length > 15
    const read = lost ? { refused: 'idFormat' as const } : readIdNumber(text)
    const organisation = 'refused' in read && !lost ? readCreditCode(text) : null
    if (organisation !== null) {
      const key = this.context.run.keyOf(organisation)
      this.meet(row, column, key, name, batch)
      return key
    }
    if ('refused' in read) {
      this.context.error(row.number, column, read.refused)
      return null
    }
    if (this.ageIn(year, read.birth) < ADULT_ENOUGH)
      this.context.error(row.number, column, 'under14')
    const key = this.context.run.keyOf(read.canonical)
    this.meet(row, column, key, name, batch)
    return key
  }

  /** A number that is masked already says nothing of who, and perhaps how old. */
  private masked(row: Row, column: number, start: string, year: number | null): null {
    this.missing++
    const birth = parseDay(start.replace(/^\d{6}(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3'))
    if (birth !== null && this.ageIn(year, birth) < ADULT_ENOUGH)
      this.context.error(row.number, column, 'under14')
    return null
  }

  private meet(row: Row, column: number, key: string, name: string, batch: string | null): void {
    const { run, sheet } = this.context
    const met = run.people.meet(key, { name, row: row.number, sheet, batch })
    if (met === null) return
    const { first } = met
    const elsewhere = first.sheet !== null && first.sheet !== sheet
    const before = { firstRow: first.row, ...(elsewhere ? { firstSheet: first.sheet } : {}) }
    if (met.kind === 'warning') this.context.warn(row.number, column, 'idDuplicate', before)
    else this.context.error(row.number, column, 'idDuplicate', before)
  }

  /** Holds birth date or age against the limit where no ID number says how old somebody is. */
  checkAge(row: Row, year: number | null): void {
    const { birth, age, id } = this.context.plan.single
    if (textOf(at(row, id)) !== '') return
    const day = birthIn(at(row, birth))
    if (birth !== undefined && day !== null && this.ageIn(year, day) < ADULT_ENOUGH)
      return this.context.error(row.number, birth, 'under14')
    // An age of twelve may be thirteen by the end of the year, never fourteen.
    const years = /^\d{1,3}$/.exec(
      textOf(at(row, age))
        .normalize('NFKC')
        .replace(/[周岁]/g, ''),
    )
    if (age !== undefined && years !== null && Number(years[0]) < ADULT_ENOUGH - 1)
      this.context.error(row.number, age, 'under14')
  }

  private ageIn(year: number | null, birth: Day): number {
    return ageAtEndOf(year ?? yearOf(this.context.run.options.today) - 1, birth)
  }

  settle(): void {
    const { log, where } = this.context
    if (this.missing > 0) log.assume({ code: 'idMissing', ...where, rows: this.missing })
  }
}

/** 1999-06-01, 1999/6/1, 1999年6月1日, 19990601, 1999.06, 1999 */
function birthIn(cell: Cell | undefined): Day | null {
  const text = textOf(cell)
    .normalize('NFKC')
    .replace(/^['‘’`]/, '')
  const match = /^(\d{4})(?:[-/.年]?(\d{1,2})?(?:[-/.月]?(\d{1,2}))?)?[日号]?/.exec(text)
  if (match === null) return null
  const compact = /^(\d{4})(\d{2})(\d{2})?$/.exec(text)
  const [, year, month = '12', day = '28'] = compact ?? match
  return parseDay(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
}
