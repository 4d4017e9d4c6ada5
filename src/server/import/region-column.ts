import { textOf, type Row } from './cell.ts'
import { isMerged, type FilledCell } from './filled-cells.ts'
import type { Place } from './places.ts'
import { isDitto, isFooter } from './words.ts'
import { at, type SheetContext } from './sheet-context.ts'

/** A title of a village's list, known or not: 示范苏木乌有嘎查花名册, 嘎查：乌有. */
const NAMES_A_PLACE = /(?:嘎查|村).*[表册单示][)）]?$|(?:嘎查|村)(?:名称|委会)?[:：]\s*\S/

/** Without a list of villages: what a line like 嘎查：… names, or a short heading that ends as villages do. */
function writtenPlace(text: string): string | null {
  const told = /(?:嘎查|村)(?:名称)?[:：]\s*([^\s:：]{2,20})/.exec(text)?.[1]
  const heading =
    /^(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．])?\s*(\S{1,12}(?:嘎查|村|社区)[一二三四五六七八九十\d]{0,3})$/
  return told ?? heading.exec(text)?.[1] ?? null
}

/** 填报单位：乌有嘎查 above a header says whose list follows. */
const FILLED_IN_BY = /单位[:：]\s*\S*(?:嘎查|村)(?:村?委会)?\s*$/

const bare = (text: string): string => text.replace(/\s/g, '')

/** Which village each line belongs to: by column, by the sheet's name or title, by a line of its own. */
export class RegionColumn {
  private readonly context: SheetContext
  /** Of the whole sheet, or of the lines since a heading. Null until it is known. */
  private region: string | null
  private told = false
  /** A text that is a title if a header follows. */
  private title: { row: number; code: string | null } | null = null
  private readonly titles: ReadonlySet<string>
  /** The row of a heading that nobody knows, until a line follows it. */
  private strange: number | null = null
  private last = { typed: '', region: '', township: '' }
  private readonly blanks: FilledCell[] = []
  private readonly starts = new Set<string>()
  private repeats = false

  constructor(context: SheetContext, titles: string[]) {
    this.context = context
    this.titles = new Set(titles.map(bare))
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
    if ((run.options.regions ?? null) !== null) return null
    const told = titles.map(writtenPlace).find((text) => text !== null)
    return told ?? sheet ?? titles[0] ?? ''
  }

  /**
   * A village's name above lines: alone in a row, in a line like 嘎查：…, or in a title that stands above the header once
   * more. A name that is on no list is an error, or its lines would go to the village before it.
   */
  takeHeading(row: Row): void {
    const { run, plan } = this.context
    const { village, villageCode } = plan.single
    if (plan.aggregate || village !== undefined || villageCode !== undefined) return
    const texts = row.cells.map((cell) => textOf(cell)).filter((text) => text !== '')
    if ((run.options.regions ?? null) === null) {
      this.region = texts.map(writtenPlace).find((text) => text !== null) ?? this.region
      return
    }
    const title = texts.join(' ')
    const found = new Set(texts.map((text) => run.places.mentioned(text)))
    found.delete(null)
    const [code = ''] = found
    const heading = { row: row.number, code: found.size === 1 ? code : null }
    const signed = isFooter(title)
    const named = texts.every((text) => text.length <= 24) || /(?:嘎查|村)[:：]/.test(title)
    const strange = texts.some((text) => text.length <= 24 && run.places.strange(text))
    if (signed) {
      const about = found.size > 0 ? /(?:单位|嘎查|村)[:：]/ : FILLED_IN_BY
      if (about.test(title)) this.title = heading
    } else if (found.size > 0 && !named) this.title = heading
    else if (found.size > 0 || strange) this.begin(heading)
    else this.title = NAMES_A_PLACE.test(title) && !this.titles.has(bare(title)) ? heading : null
  }

  /** The header once more: the long text above it was a title. */
  takeHeader(): void {
    if (this.title !== null) this.begin(this.title)
    this.title = null
  }

  private begin({ row, code }: { row: number; code: string | null }): void {
    this.title = null
    this.context.totals.heading()
    this.region = code ?? ''
    this.strange = code === null ? row : null
  }

  of(row: Row): string | null {
    const { village, villageCode, township } = this.context.plan.single
    const column = village ?? villageCode
    if (column === undefined) return this.ofHeading()
    const code = textOf(at(row, villageCode)).replace(/^['‘’`]/, '')
    const typed = textOf(at(row, village))
    const beside = textOf(at(row, township))
    if (isDitto(typed) && this.last.region !== '') return this.last.region
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
    if (this.strange !== null) this.context.error(this.strange, null, 'villageUnknown')
    this.strange = null
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
