import { formatFen } from '#domain/money/fen.ts'
import type { ImportReport } from '../import/report.ts'
import type { Speaker } from './io.ts'
import type { Facts } from './words.ts'

/** Tells a person what was found in a sheet: what it says, or each place where it is wrong. */
export function tellReport(speaker: Speaker, report: ImportReport): void {
  const say = (key: string, facts: Facts = {}) =>
    speaker.print(speaker.words(`/import.${key}`, facts))
  if (report.program !== null)
    say('summary.program', { program: report.program, year: report.year ?? '—' })
  if (report.accepted) tellAccepted(report, say)
  else {
    say('summary.refused', { count: report.errorCount })
    for (const error of report.errors) {
      const kind =
        error.kind === undefined ? '' : ` (${speaker.words(`/import.kinds.${error.kind}`)})`
      speaker.print(
        `  ${placeOf(speaker, error)}${speaker.words(`/import.errors.${error.code}`, { firstRow: error.firstRow ?? '' })}${kind}`,
      )
    }
    if (report.errorCount > report.errors.length)
      say('summary.more', { count: report.errorCount - report.errors.length })
  }
  for (const spelling of report.unknownVillages) say('summary.unknown', { spelling })
  for (const warning of report.warnings) {
    speaker.print(
      `  ${speaker.words('/import.summary.warning')}  ${placeOf(speaker, warning)}${speaker.words(`/import.warnings.${warning.code}`, { firstRow: warning.firstRow ?? '' })}`,
    )
  }
  for (const assumed of report.assumptions) {
    speaker.print(
      `  ${placeOf(speaker, { ...assumed, row: null })}${speaker.words(`/import.assumed.${assumed.code}`)}`,
    )
  }
}

function tellAccepted(report: ImportReport, say: (key: string, facts?: Facts) => void): void {
  say('summary.accepted', { lines: report.lines, total: formatFen(report.totalFen) })
  for (const [village, { lines, totalFen }] of Object.entries(report.villages)) {
    say('summary.village', { village, lines, total: formatFen(totalFen) })
  }
  if (report.printedTotalFen !== null)
    say('summary.printed', { total: formatFen(report.printedTotalFen) })
  if (report.droppedColumns.length > 0)
    say('summary.dropped', { columns: report.droppedColumns.join('、') })
  for (const [spelling, village] of Object.entries(report.villageVariants))
    say('summary.variant', { spelling, village })
  if (report.namesakes.groups > 0) say('summary.namesakes', { ...report.namesakes })
  if (report.comparedWith !== undefined) {
    const { file, changed, added, removed } = report.comparedWith
    say('summary.compared', {
      file,
      changed: changed.length,
      added: added.length,
      removed: removed.length,
    })
  }
}

function placeOf(
  speaker: Speaker,
  { sheet, row, column }: { sheet?: string; row: number | null; column?: string | null },
): string {
  const places = [
    ...(sheet === undefined ? [] : [speaker.words('/import.place.sheet', { sheet })]),
    ...(row === null ? [] : [speaker.words('/import.place.row', { row })]),
    ...((column ?? null) === null
      ? []
      : [speaker.words('/import.place.column', { column: column ?? '' })]),
  ]
  return places.length === 0 ? '' : `${places.join(' ')}  `
}
