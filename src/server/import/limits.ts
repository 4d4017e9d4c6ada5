/** Beyond these a file is refused as `fileLimits`: a county's longest lists stay far below them. */
export const LIMITS = {
  /** Bytes of the file as sent. */
  fileBytes: 64 * 1024 * 1024,
  /** Members of one package. */
  entries: 2000,
  /** Bytes that all members of one package unpack to. */
  unpackedBytes: 600 * 1024 * 1024,
  /** Bytes that the table of shared texts unpacks to: it is held in memory. */
  sharedTextBytes: 160 * 1024 * 1024,
  /** A member above `ratioFrom` bytes may not unpack to more than `ratio` times its packed size. */
  ratio: 250,
  ratioFrom: 8 * 1024 * 1024,
  sheets: 400,
  /** A cell with something in it further right than this, or so far below the row before it. */
  columns: 512,
  rowGap: 20_000,
  /** Characters of one cell, and of one record of a text file. */
  cellLength: 32_767,
  recordLength: 1_000_000,
  xmlDepth: 64,
  /** Styles of one workbook. */
  styles: 70_000,
} as const

/** Errors and warnings that a report carries; the rest are counted. */
export const REPORTED = 200
