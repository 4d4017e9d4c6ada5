/** So much of a screen is turned: a line or two of what was read stays in sight. */
const OF_A_SCREEN = 0.8

/** Where a page stands along the way that its blocks follow, and how far it goes. */
export function placeOf(
  page: Pick<
    HTMLElement,
    'scrollLeft' | 'scrollTop' | 'scrollWidth' | 'scrollHeight' | 'clientWidth' | 'clientHeight'
  >,
  vertical: boolean,
): { at: number; most: number; screen: number } {
  return vertical
    ? {
        at: page.scrollLeft,
        most: page.scrollWidth - page.clientWidth,
        screen: page.clientWidth,
      }
    : {
        at: page.scrollTop,
        most: page.scrollHeight - page.clientHeight,
        screen: page.clientHeight,
      }
}

/** Turns by a big step. Never smooth: who reads slowly loses the line while it moves. */
export function stepBy(page: HTMLElement, vertical: boolean, way: 1 | -1): void {
  const { at, most, screen } = placeOf(page, vertical)
  const to = Math.max(0, Math.min(most, at + way * screen * OF_A_SCREEN))
  page.scrollTo(vertical ? { left: to } : { top: to })
}
