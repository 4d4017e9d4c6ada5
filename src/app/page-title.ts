import { watchEffect } from 'vue'
import { useI18n } from 'vue-i18n'

/** Names the page in the browser's tab: the screen first, then the app. */
export function usePageTitle(title: () => string): void {
  const { t } = useI18n()
  watchEffect(() => {
    const name = title()
    document.title = name ? `${name} · ${t('villager.shell.appName')}` : t('villager.shell.appName')
  })
}
