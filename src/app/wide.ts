import { onScopeDispose, ref } from 'vue'
import type { Ref } from 'vue'

/** A desk's screen: room beside, little room above. The tablet on the wall is none; its reader stands before it. */
const DESK = '(min-width: 900px) and (min-height: 600px) and (max-height: 1400px)'

/** Is this a desk's screen, now? */
export function useDesk(): Ref<boolean> {
  const media = window.matchMedia(DESK)
  const desk = ref(media.matches)
  const look = () => (desk.value = media.matches)
  media.addEventListener?.('change', look)
  onScopeDispose(() => media.removeEventListener?.('change', look))
  return desk
}
