import type { Language } from '../language.ts'

/** Kinds of paper, in millimetres as they stand upright. A roll is as long as what stands on it. */
export const PAPERS = { a3: [297, 420], a4: [210, 297], a5: [148, 210], roll: [80, 0] } as const
export type Paper = keyof typeof PAPERS
export type Direction = 'portrait' | 'landscape'

export interface PaperSize {
  width: number
  height: number
}

const POINTS_PER_MM = 96 / 25.4
/** Points of a style sheet, which a screen shows and a printer sets alike. */
export const pointsOf = (mm: number): number => mm * POINTS_PER_MM
export const mmOf = (points: number): number => points / POINTS_PER_MM

/** `length`: of a roll, along which columns of vertical lines go as well. */
export function sizeOf(
  paper: Paper,
  direction: Direction,
  language: Language,
  length: number,
): PaperSize {
  const [short, given] = PAPERS[paper]
  const long = given || Math.max(short, Math.ceil(length))
  const lies = paper === 'roll' ? language === 'mn-Mong' : direction === 'landscape'
  return lies ? { width: long, height: short } : { width: short, height: long }
}

/** Printers leave an edge of their own; what stands within this is printed by all. */
const MARGIN: Record<Paper, number> = { a3: 12, a4: 12, a5: 10, roll: 4 }

/** Larger paper is read from farther away. */
const TYPE: Record<Paper, number> = { a3: 1.3, a4: 1, a5: 0.95, roll: 0.9 }

/** A sheet as high as its paper to a hair would now and then be taken for two. */
const HAIR = 0.4

/** Measures of a sheet for its styles; a page of vertical lines is as long as the paper is high. */
export function styleOf({ width, height }: PaperSize, paper: Paper, language: Language) {
  const high = height - HAIR
  const [inline, block] = language === 'mn-Mong' ? [high, width] : [width, high]
  return {
    '--sheet-inline': `${inline}mm`,
    '--sheet-block': `${block}mm`,
    // The printer's pages lie as the paper does, whichever way their lines run.
    '--paper-inline': `${width}mm`,
    '--paper-block': `${high}mm`,
    '--sheet-margin': `${MARGIN[paper]}mm`,
    '--type': String(TYPE[paper]),
  }
}

/** Points along the block that a page's content may fill. */
export const roomOn = ({ width, height }: PaperSize, paper: Paper, language: Language): number =>
  pointsOf((language === 'mn-Mong' ? width : height) - 2 * MARGIN[paper])

let standing: CSSStyleSheet | null = null

/**
 * Tells the printer which paper is meant, without margins of its own: the sheets bring theirs. Answers how to take it
 * back. Written into a style sheet of the page, since the page may have no styles that stand in itself.
 */
export function usePaper({ width, height }: PaperSize): () => void {
  const root = document.documentElement
  const [sheet] = document.styleSheets
  const clear = () => {
    if (standing) standing.deleteRule(0)
    standing = null
    root.classList.remove('on-paper')
  }
  clear()
  if (sheet) {
    sheet.insertRule(`@page { size: ${width}mm ${height}mm; margin: 0 }`, 0)
    standing = sheet
  }
  root.classList.add('on-paper')
  return clear
}
