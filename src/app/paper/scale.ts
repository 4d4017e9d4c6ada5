import { computed, onBeforeUnmount, ref, watch, type Ref } from 'vue'
import { useWords } from '../words.ts'
import { pointsOf, type PaperSize } from './paper-size.ts'

/** How small a sheet must be drawn to fit the screen beside its neighbours, and the frame that it then fills: measures for its styles. */
export function useScale(view: Ref<HTMLElement | null>, size: Ref<PaperSize>) {
  const { vertical } = useWords()
  /** Length of the view's line; 0 before it is known. */
  const line = ref(0)
  const watcher = new ResizeObserver(([entry]) => {
    if (entry) line.value = vertical.value ? entry.contentRect.height : entry.contentRect.width
  })
  watch(view, (el, old) => {
    if (old) watcher.unobserve(old)
    if (el) watcher.observe(el)
  })
  onBeforeUnmount(() => watcher.disconnect())

  const scale = computed(() => {
    const along = pointsOf(vertical.value ? size.value.height : size.value.width)
    return line.value === 0 ? 0.5 : Math.min(1, (line.value - 4) / along)
  })
  const frameStyle = computed(() => {
    const [inline, block] = vertical.value
      ? [size.value.height, size.value.width]
      : [size.value.width, size.value.height]
    const shown = (mm: number) => `${Math.floor(pointsOf(mm) * scale.value)}px`
    return {
      '--shown-inline': shown(inline),
      '--shown-block': shown(block),
      '--scale': String(scale.value),
    }
  })
  return frameStyle
}
