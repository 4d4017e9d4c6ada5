import { h } from 'vue'
import type { FunctionalComponent } from 'vue'

const LOOK = {
  class: 'lucide',
  viewBox: '0 0 24 24',
  width: 24,
  height: 24,
  fill: 'none',
  stroke: 'currentColor',
  'stroke-width': 2,
  'stroke-linecap': 'round',
  'stroke-linejoin': 'round',
  'aria-hidden': 'true',
}

/** A drawing beside words, from the path that the build makes of a library's icon (`.ci/icons.ts`). */
export const icon =
  (d: string): FunctionalComponent =>
  () =>
    h('svg', LOOK, [h('path', { d })])
