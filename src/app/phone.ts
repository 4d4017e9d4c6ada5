/** Where a tap rings: the first number of what the office wrote. Spaces and hyphens are for the eye. Null without one. */
export function dialOf(written: string): string | null {
  const first = /\+?\d[\d -]{4,}/.exec(written)?.[0] ?? ''
  return first ? `tel:${first.replace(/[ -]/g, '')}` : null
}
