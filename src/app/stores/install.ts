import { defineStore } from 'pinia'
import { computed, inject, ref, shallowRef } from 'vue'
import { OUTSIDE } from '../outside.ts'

/** Chrome's own; no standard has it. */
interface InstallPrompt extends Event {
  prompt(): Promise<unknown>
  userChoice: Promise<{ outcome: 'accepted' | 'dismissed' }>
}

const KEY = 'sambar.install'

/** The app on the home screen: offered once and quietly, and to be found in the settings. */
export const useInstall = defineStore('install', () => {
  const { storage } = inject(OUTSIDE)!
  const prompt = shallowRef<InstallPrompt | null>(null)
  const installed = ref(false)
  const declined = ref(storage?.getItem(KEY) === 'no')
  /** An iPhone offers nothing to a page; its reader finds it in the browser's own menu. */
  const byHand = ref(false)

  const way = computed(() =>
    installed.value ? null : prompt.value ? 'button' : byHand.value ? 'byHand' : null,
  )

  /** Called once, before the app is shown: the browser says early, and only once, that it could install. */
  function listen(page: Window): void {
    const alone: unknown = Reflect.get(page.navigator, 'standalone')
    byHand.value = alone === false
    installed.value = alone === true || page.matchMedia('(display-mode: standalone)').matches
    page.addEventListener('beforeinstallprompt', (event) => {
      event.preventDefault()
      prompt.value = event as InstallPrompt
    })
    page.addEventListener('appinstalled', () => (installed.value = true))
  }

  async function install(): Promise<void> {
    const asked = prompt.value
    if (!asked) return
    // It can be asked once only.
    prompt.value = null
    await asked.prompt()
    const { outcome } = await asked.userChoice
    if (outcome === 'dismissed') decline()
  }

  function decline(): void {
    declined.value = true
    storage?.setItem(KEY, 'no')
  }

  return { way, declined, listen, install, decline }
})
