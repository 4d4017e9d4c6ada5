import { h } from 'vue'
import type { FunctionalComponent } from 'vue'
import { useRouter } from './router.ts'
import type { Place } from './router.ts'

/** A link inside the app: a real one, to be copied and opened elsewhere, that loads no page where it is simply followed. */
export const RouterLink: FunctionalComponent<{ to: Place; replace?: boolean }> = (
  { to, replace },
  { slots },
) => {
  const router = useRouter()
  const { path, fullPath } = router.resolve(to)
  const follow = (event: MouseEvent) => {
    const { metaKey, altKey, ctrlKey, shiftKey, button, defaultPrevented } = event
    if (metaKey || altKey || ctrlKey || shiftKey || button !== 0 || defaultPrevented) return
    event.preventDefault()
    // A screen that does not come is told by the router.
    ;(replace ? router.replace(to) : router.push(to)).catch(() => undefined)
  }
  const current = path === router.route.path ? 'page' : undefined
  return h('a', { href: fullPath, 'aria-current': current, onClick: follow }, slots['default']?.())
}
RouterLink.props = { to: { type: [String, Object], required: true }, replace: Boolean }
