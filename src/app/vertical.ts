/** What vertical lines need beyond styles: a wheel, keys, and fields of engines that cannot turn theirs. */

const KEYS: Record<string, number> = { PageDown: 0.9, PageUp: -0.9, ' ': 0.9 }

/**
 * A mouse wheel moves up and down; a vertical page moves sideways. Fields that do not turn are marked. Returns how to stop.
 */
export function turnWheelAndKeys(main: HTMLElement, isOn: () => boolean): () => void {
  const wheel = (event: WheelEvent) => {
    if (!isOn() || event.shiftKey || event.ctrlKey) return
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) return
    for (
      let el = event.target as Element | null;
      el instanceof HTMLElement;
      el = el.parentElement
    ) {
      if (!/auto|scroll/.test(getComputedStyle(el).overflowX) || el.scrollWidth <= el.clientWidth)
        continue
      const before = el.scrollLeft
      el.scrollLeft += event.deltaY * (event.deltaMode === 1 ? 16 : 1)
      if (el.scrollLeft === before) continue
      event.preventDefault()
      return
    }
  }
  const key = (event: KeyboardEvent) => {
    if (!isOn() || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return
    if (
      (event.target as Element).closest('input, select, textarea, dialog, summary, button, a') &&
      event.key === ' '
    )
      return
    if ((event.target as Element).closest('input, select, textarea')) return
    if (event.key === 'Home') main.scrollTo({ left: 0 })
    else if (event.key === 'End') main.scrollTo({ left: main.scrollWidth })
    else if (event.key in KEYS) {
      const turn = event.key === ' ' && event.shiftKey ? -1 : 1
      main.scrollBy({ left: KEYS[event.key]! * turn * main.clientWidth })
    } else return
    event.preventDefault()
  }
  markFlatControls(main.ownerDocument)
  window.addEventListener('wheel', wheel, { passive: false })
  window.addEventListener('keydown', key)
  return () => {
    window.removeEventListener('wheel', wheel)
    window.removeEventListener('keydown', key)
  }
}

/** Marks the page where form controls stay horizontal whatever they are told (Chrome before 119–124). */
function markFlatControls(page: Document): void {
  const probe = page.body.appendChild(page.createElement('input'))
  probe.style.writingMode = 'vertical-lr'
  const turns = getComputedStyle(probe).writingMode === 'vertical-lr'
  probe.remove()
  page.documentElement.classList.toggle('no-vfc', !turns)
}
