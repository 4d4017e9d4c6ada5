import { watchEffect } from 'vue'
import { useWords } from './words.ts'

/** Names the page in the browser's tab: the screen first, then the app. */
export function usePageTitle(title: () => string): void {
  const { t } = useWords()
  watchEffect(() => {
    const name = title()
    document.title = name ? `${name} · ${t('villager.shell.appName')}` : t('villager.shell.appName')
  })
}
