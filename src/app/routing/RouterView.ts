import { h } from 'vue'
import type { FunctionalComponent } from 'vue'
import { useRouter } from './router.ts'

/** The screen where the reader is; nothing before the first has come. */
export const RouterView: FunctionalComponent = () => {
  const { screen, route } = useRouter()
  return screen.value && h(screen.value, { ...route.params })
}
