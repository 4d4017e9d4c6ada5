import type { Aggregate } from '#domain/disbursement/disbursement.ts'
import type { Line, LineStatus, Part } from '#domain/disbursement/line.ts'
import type { Fen } from '#domain/money/fen.ts'
import type { SenderMapping } from './mapping.ts'

export type ErrorCode =
  | 'fileEmpty'
  | 'fileType'
  | 'fileDamaged'
  | 'fileEncoding'
  | 'fileLimits'
  | 'fileUnsafe'
  | 'headerMissing'
  | 'headerConflict'
  | 'rowShape'
  | 'villageUnknown'
  | 'villageConflict'
  | 'idFormat'
  | 'idCheckDigit'
  | 'idDuplicate'
  | 'under14'
  | 'idInText'
  | 'idInFileName'
  | 'idInSheetName'
  | 'cardInText'
  | 'phoneInText'
  | 'healthInText'
  | 'nameMissing'
  | 'nameForbidden'
  | 'nameDamaged'
  | 'formulaInText'
  | 'amountMissing'
  | 'amountNegative'
  | 'amountDecimals'
  | 'amountNotation'
  | 'amountNotNumber'
  | 'amountFormula'
  | 'amountTooLarge'
  | 'totalMismatch'
  | 'statusUnknown'
  | 'sheetRepeated'

export type WarningCode =
  'areaTimesRate' | 'hiddenRow' | 'hiddenColumn' | 'hiddenSheet' | 'comment' | 'idDuplicate'

/** What a file is that is not read, so that the refusal can say what to do instead. */
export type FileKind =
  | 'xlsx'
  | 'xls'
  | 'xlsb'
  | 'encrypted'
  | 'html'
  | 'xml'
  | 'ods'
  | 'docx'
  | 'pdf'
  | 'rtf'
  | 'zip'
  | 'text'
  | 'other'

/** Where something is wrong. Never holds what stands in a cell. `row: null` speaks of the whole sheet or file. */
export interface ImportError {
  sheet?: string
  row: number | null
  column: string | null
  code: ErrorCode
  /** For `idDuplicate`: the earlier line. */
  firstRow?: number
  firstSheet?: string
  /** For `fileType`: what the file is. */
  kind?: FileKind
}

export interface ImportWarning {
  sheet?: string
  row: number | null
  column?: string | null
  code: WarningCode
  firstRow?: number
  firstSheet?: string
}

/** Something obvious that was taken without asking; told, so that a person can see it. */
export interface Assumption {
  code:
    | 'encoding'
    | 'villageFilledDown'
    | 'plannedOnly'
    | 'idMissing'
    | 'yearDiffers'
    | 'unlabelledTotal'
    | 'summarySheet'
    | 'repeatedSheet'
    | 'statusInNote'
    | 'sideBySide'
  sheet?: string
  rows?: number
  column?: string | null
}

export type ImportedLine = Omit<Line, 'payee'> & {
  /** HMAC-SHA256 of the ID number under the county's key, hex; null where the sheet has none. */
  personKey: string | null
}

/** What one sheet gives for one village (or township), year and batch. */
export interface ImportedDisbursement {
  region: string
  program: string
  year: number
  batch: string | null
  plannedFen: Fen | null
  lines: ImportedLine[]
  aggregate: Aggregate | null
}

export interface SpotPart {
  what?: string
  quantity?: string
  unit?: string
  rate?: string
  rateUnit?: string
  times?: string
  amountFen?: Fen
}

/** A line as a person compares it with the sheet: nothing that the sheet does not say. */
export interface SpotLine {
  sheet?: string
  row: number
  village: string
  group?: string
  name?: string
  nameMn?: string
  parts: SpotPart[]
  amountFen: Fen
  status?: LineStatus
}

export interface Difference {
  village: string
  name: string
  beforeFen?: Fen
  afterFen?: Fen
}

/** Households of two files side by side; the same ID number is the same household. */
export interface ComparedWith {
  file: string
  changed: Difference[]
  removed: Difference[]
  added: Difference[]
}

/** Everything that is known after reading a file, before anything of it is kept. All or nothing. */
export interface ImportReport {
  accepted: boolean
  program: string | null
  year: number | null
  kind: 'list' | 'aggregate'
  /** Unit of the amounts as the sheet wrote them; totals here are fen all the same. */
  unit: string
  /** Of a CSV: `utf-8`, `utf-8-bom`, `gbk`, `gb18030`, `utf-16le`, `utf-16be`. */
  encoding?: string
  /** SHA-256 of the file's bytes, hex: the same file is recognised by it. */
  fileHash: string
  sheetsRead: string[]
  sheetsSkipped: string[]
  /** By 12-digit code (by name as written, where no list of regions was given). */
  villages: { [region: string]: { lines: number; totalFen: Fen } }
  lines: number
  totalFen: Fen
  /** Of a township table: households by region. */
  households?: { [region: string]: number }
  batches?: { [batch: string]: { sheet?: string; lines: number; totalFen: Fen } }
  droppedColumns: string[]
  /** At most 200; `errorCount` counts all. */
  errors: ImportError[]
  errorCount: number
  warnings: ImportWarning[]
  warningCount: number
  assumptions: Assumption[]
  namesakes: { groups: number; lines: number }
  villageVariants: { [spelling: string]: string }
  /** Spellings that are on no list, to be chosen by a person. */
  unknownVillages: string[]
  printedTotalFen: Fen | null
  printedTotalRow: number | null
  /** How columns were understood; the office corrects it and sends it back. */
  mapping: SenderMapping
  spotLines: SpotLine[]
  comparedWith?: ComparedWith
  /** Empty unless `keep: 'all'` was asked and the file is accepted. */
  disbursements: ImportedDisbursement[]
}

export type { Part }
