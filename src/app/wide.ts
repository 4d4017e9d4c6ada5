import { onScopeDispose, ref } from 'vue'
import type { Ref } from 'vue'

/** A desk's screen: room beside, little room above. The tablet on the wall is none; its reader stands before it. */
export const DESK = '(min-width: 900px) and (min-height: 600px) and (max-height: 1400px)'
/** The same, and high enough that a header which stands upright holds the tabs. */
export const HIGH_DESK = '(min-width: 900px) and (min-height: 790px) and (max-height: 1400px)'

/** Does the screen answer to this, now? */
export function useMedia(query: string): Ref<boolean> {
  const media = window.matchMedia(query)
  const answers = ref(media.matches)
  const look = () => (answers.value = media.matches)
  media.addEventListener?.('change', look)
  onScopeDispose(() => media.removeEventListener?.('change', look))
  return answers
}
