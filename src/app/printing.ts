import { nextTick, onBeforeUnmount, onMounted, ref, shallowRef } from 'vue'
import type { Ref } from 'vue'
import type { LineView } from '#device/api.ts'

/** So many lines are read ahead, since a browser's own "print" waits for nobody. */
const AHEAD = 1000
const AHEAD_AFTER_MS = 2000
/** Lines asked for at once when a whole list is wanted. */
const PIECE = 2000

export interface Printing {
  /** Lines to be in the page for the printer; null while nothing is printed. */
  lines: Ref<LineView[] | null>
  /** The list is being read for the printer. */
  busy: Ref<boolean>
  /** Reads the whole list, then prints. */
  print(): Promise<void>
}

/** A screen shows a few rows of a list and a printer wants all of them. `read`: lines [from, to) as published. */
export function usePrinting(
  count: () => number,
  read: (from: number, to: number) => Promise<LineView[]>,
): Printing {
  const lines = shallowRef<LineView[] | null>(null)
  const busy = ref(false)
  let ahead: LineView[] = []
  let timer = 0

  /** What is changed here is in the page before the browser looks: its promises run first. */
  const before = () => (lines.value ??= ahead)
  const after = () => (lines.value = null)

  async function print(): Promise<void> {
    if (busy.value) return
    busy.value = true
    try {
      const all: LineView[] = []
      for (let from = 0; from < count(); from += PIECE)
        all.push(...(await read(from, Math.min(count(), from + PIECE))))
      lines.value = all
      await nextTick()
      window.print()
    } finally {
      busy.value = false
    }
  }

  onMounted(() => {
    window.addEventListener('beforeprint', before)
    window.addEventListener('afterprint', after)
    timer = window.setTimeout(() => {
      void read(0, Math.min(count(), AHEAD)).then((read) => (ahead = read))
    }, AHEAD_AFTER_MS)
  })
  onBeforeUnmount(() => {
    window.clearTimeout(timer)
    window.removeEventListener('beforeprint', before)
    window.removeEventListener('afterprint', after)
  })
  return { lines, busy, print }
}
