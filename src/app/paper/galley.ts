import { breakPages, type PageOfRows } from './break-pages.ts'

/** Parts of a page are told by `data-part`; rows are `data-part="row"`. */
type Part = 'head' | 'running' | 'frame' | 'tail' | 'foot' | 'row'

/** How much a part takes along the block, whichever way its lines run. */
export function sizeAlong(el: Element): number {
  const box = el.getBoundingClientRect()
  return getComputedStyle(el).writingMode === 'horizontal-tb' ? box.height : box.width
}

/** Sizes differ by fractions of a point between screen and printer. */
const SLACK = 2

/**
 * Measures a galley, which is one endless page that holds every part once, and breaks its rows into pages whose room is
 * `block` points. Only sizes along the block count, whichever way the page is set.
 */
export function breakGalley(galley: Element, block: number): PageOfRows[] {
  const of = (part: Part): number =>
    [...galley.querySelectorAll(`[data-part=${part}]`)].reduce((sum, el) => sum + sizeAlong(el), 0)
  const rows = [...galley.querySelectorAll('[data-part=row]')].map(sizeAlong)
  const room = block - of('frame') - of('foot') - SLACK
  return breakPages(rows, {
    first: room - of('head'),
    other: room - of('running'),
    tail: of('tail'),
  })
}

/** Where the page itself has it from (`start.js`, `elements.css`). */
const FONT = '/fonts/hudum.woff2'

/** Fonts in use are here, and everything stands where it will. */
export async function laidOut(): Promise<void> {
  // Chromium prints not one letter of a page whose font came by a preload and was asked for in no other way.
  await fetch(FONT)
    .then((font) => font.arrayBuffer())
    .catch(() => undefined)
  await document.fonts.ready
  await new Promise((done) => requestAnimationFrame(done))
  await document.fonts.ready
}
