import { inject, watchEffect } from 'vue'
import { OUTSIDE } from './outside.ts'
import { useWords } from './words.ts'

/** Names the page in the browser's tab: the screen first, then the app. The tablet's browser learns no names. */
export function usePageTitle(title: () => string): void {
  const { tablet } = inject(OUTSIDE)!
  const { t } = useWords()
  watchEffect(() => {
    const name = tablet ? '' : title()
    document.title = name ? `${name} · ${t('villager.shell.appName')}` : t('villager.shell.appName')
  })
}
