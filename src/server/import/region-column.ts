import { textOf, type Row } from './cell.ts'
import { isMerged, type FilledCell } from './filled-cells.ts'
import type { Place } from './places.ts'
import { at, type SheetContext } from './sheet-context.ts'

/** Which village each line belongs to: by column, by the sheet's name or title, by a line of its own. */
export class RegionColumn {
  private readonly context: SheetContext
  /** Of the whole sheet, or of the lines since a heading. Null until it is known. */
  private region: string | null
  private told = false
  private last = { typed: '', region: '', township: '' }
  private readonly blanks: FilledCell[] = []
  private readonly starts = new Set<string>()
  private repeats = false

  constructor(context: SheetContext, titles: string[]) {
    this.context = context
    this.region = this.ofSheet(titles)
  }

  private ofSheet(titles: string[]): string | null {
    const { run, plan, sheet } = this.context
    const { village, villageCode } = plan.single
    if (village !== undefined || villageCode !== undefined || plan.aggregate) return null
    const named = sheet === null ? null : run.places.mentioned(sheet)
    const above = titles.map((text) => run.places.mentioned(text)).filter((code) => code !== null)
    const all = new Set([...above, ...(named === null ? [] : [named])])
    if (all.size > 1) {
      this.told = true
      this.context.error(null, null, 'villageConflict')
      return ''
    }
    const found = [...all][0] ?? run.places.mentioned(run.fileName)
    if (found !== null) return found
    return (run.options.regions ?? null) === null ? (sheet ?? titles[0] ?? '') : null
  }

  /** A row that is nothing but a village's name is the heading of the lines under it. */
  takeHeading(text: string): boolean {
    const { run, plan } = this.context
    if (
      (run.options.regions ?? null) === null ||
      plan.single.village !== undefined ||
      text.length > 24
    )
      return false
    const heading = run.places.mentioned(text)
    if (heading !== null) this.region = heading
    return heading !== null
  }

  of(row: Row): string | null {
    const { village, villageCode, township } = this.context.plan.single
    const column = village ?? villageCode
    if (column === undefined) return this.ofHeading()
    const code = textOf(at(row, villageCode)).replace(/^['‘’`]/, '')
    const typed = textOf(at(row, village))
    const beside = textOf(at(row, township))
    if (typed === '' && code === '') return this.above(row, column)
    const start = typed !== '' ? typed : code
    if (this.starts.has(start)) this.repeats = true
    this.starts.add(start)
    const place = this.place(typed, code, beside)
    this.last.region = 'code' in place ? place.code : ''
    if ('code' in place) return place.code
    this.context.error(row.number, column, place.refused)
    return null
  }

  private ofHeading(): string | null {
    if (this.region === null && !this.told) {
      this.told = true
      this.context.error(null, null, 'villageUnknown')
    }
    return this.region
  }

  private above(row: Row, column: number): string | null {
    this.blanks.push({ row: row.number, column, value: this.last.region })
    if (this.last.region !== '') return this.last.region
    if (this.starts.size === 0) this.context.error(row.number, column, 'villageUnknown')
    return null
  }

  private place(typed: string, code: string, beside: string): Place {
    const { places } = this.context.run
    if (typed === '') return places.village(code, beside)
    const named = places.village(typed, beside)
    if (code === '' || 'refused' in named) return named
    const coded = places.village(code, '')
    return 'code' in coded && coded.code !== named.code ? { refused: 'villageConflict' } : named
  }

  /** The township, or the village, that a line of a table without persons is about. Null after an error. */
  ofAggregate(row: Row): string | null {
    const { single } = this.context.plan
    const township = textOf(at(row, single.township))
    const village = textOf(at(row, single.village)) || textOf(at(row, single.villageCode))
    const place = this.context.run.places.region(township || this.last.township, village)
    if (township !== '') this.last.township = township
    if ('code' in place) return place.code
    const named =
      village !== '' ? (single.village ?? single.villageCode) : (single.township ?? single.village)
    this.context.error(row.number, named ?? null, place.refused)
    return null
  }

  /** Blanks are the village above where cells are merged, or where every village is named once, at its first line. */
  settle(): void {
    const { source, log, where } = this.context
    const bare = this.blanks.filter(
      (blank) => blank.value !== '' && !isMerged(blank, source.facts.merges),
    )
    if (bare.length === 0) return
    if (!this.repeats) log.assume({ code: 'villageFilledDown', ...where, rows: bare.length })
    else for (const { row, column } of bare) this.context.error(row, column, 'villageUnknown')
  }
}
