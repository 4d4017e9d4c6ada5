import type { Language } from '../language.ts'

/** Kinds of paper, in millimetres as they stand upright. */
export const PAPERS = { a3: [297, 420], a4: [210, 297], a5: [148, 210] } as const
export type Paper = keyof typeof PAPERS
export type Direction = 'portrait' | 'landscape'

export interface PaperSize {
  width: number
  height: number
}

export function sizeOf(paper: Paper, direction: Direction): PaperSize {
  const [short, long] = PAPERS[paper]
  return direction === 'portrait' ? { width: short, height: long } : { width: long, height: short }
}

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

/** Printers leave an edge of their own; what stands within this is printed by all. */
export const MARGIN = 12

/** A sheet as high as its paper to a hair would now and then be taken for two. */
const HAIR = 0.4

/** Larger paper is read from farther away. */
const TYPE: Record<Paper, number> = { a3: 1.3, a4: 1, a5: 0.9 }

/** Measures of a sheet for its styles; a page of vertical lines is as long as the paper is high. */
export const styleOf = ({ width, height }: PaperSize, paper: Paper, language: Language) => {
  const high = height - HAIR
  const [inline, block] = language === 'mn-Mong' ? [high, width] : [width, high]
  return {
    '--sheet-inline': `${inline}mm`,
    '--sheet-block': `${block}mm`,
    // The printer's pages lie as the paper does, whichever way their lines run.
    '--paper-inline': `${width}mm`,
    '--paper-block': `${high}mm`,
    '--sheet-margin': `${MARGIN}mm`,
    '--type': String(TYPE[paper]),
  }
}
