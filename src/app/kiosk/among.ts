/**
 * Buttons of which Tab meets one: arrows move to the next in their direction as the eye sees it, whichever way the page is
 * turned; Home and End to the first and last. Hand it the keydown and focusin events of what holds them.
 */
export function moveAmong(holder: HTMLElement | null, event: Event): void {
  if (!holder) return
  const all = [...holder.querySelectorAll<HTMLElement>('button:not(:disabled)')]
  const here = (event.target as HTMLElement).closest<HTMLElement>('button')
  if (!here || !all.includes(here)) return
  if (event.type === 'focusin') {
    for (const one of all) one.tabIndex = one === here ? 0 : -1
    return
  }
  const { key } = event as KeyboardEvent
  const next =
    key === 'Home'
      ? all[0]
      : key === 'End'
        ? all[all.length - 1]
        : nearest(
            here,
            all.filter((one) => one !== here),
            key,
          )
  if (!next) return
  event.preventDefault()
  next.focus()
}

interface Spot {
  x: number
  y: number
}

const WAYS: Record<string, (from: Spot, to: Spot) => { along: number; across: number }> = {
  ArrowRight: (from, to) => ({ along: to.x - from.x, across: to.y - from.y }),
  ArrowLeft: (from, to) => ({ along: from.x - to.x, across: to.y - from.y }),
  ArrowDown: (from, to) => ({ along: to.y - from.y, across: to.x - from.x }),
  ArrowUp: (from, to) => ({ along: from.y - to.y, across: to.x - from.x }),
}

/** The closest one that lies in the arrow's direction; what lies aside counts as farther. */
function nearest(here: HTMLElement, others: HTMLElement[], key: string): HTMLElement | undefined {
  const way = WAYS[key]
  if (!way) return undefined
  const from = centre(here)
  const found = others
    .map((one) => ({ one, ...way(from, centre(one)) }))
    .filter(({ along, across }) => along > 1 && Math.abs(across) <= along * 2)
    .sort((a, b) => a.along + 3 * Math.abs(a.across) - (b.along + 3 * Math.abs(b.across)))
  return found[0]?.one
}

function centre(element: HTMLElement): Spot {
  const { left, top, width, height } = element.getBoundingClientRect()
  return { x: left + width / 2, y: top + height / 2 }
}
