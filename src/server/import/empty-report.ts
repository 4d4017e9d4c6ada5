import type { Fen } from '#domain/money/fen.ts'
import type { ImportReport } from './report.ts'

/** Of a file of which nothing is taken, and on which nothing is remarked: every report begins as this one. */
export const emptyReport = (fileHash: string): ImportReport => ({
  accepted: false,
  program: null,
  year: null,
  kind: 'list',
  unit: '元',
  fileHash,
  sheetsRead: [],
  sheetsSkipped: [],
  villages: {},
  lines: 0,
  totalFen: 0 as Fen,
  droppedColumns: [],
  errors: [],
  errorCount: 0,
  warnings: [],
  warningCount: 0,
  assumptions: [],
  namesakes: { groups: 0, lines: 0 },
  villageVariants: {},
  unknownVillages: [],
  printedTotalFen: null,
  printedTotalRow: null,
  mapping: {},
  spotLines: [],
  disbursements: [],
})
