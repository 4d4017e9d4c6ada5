import { nextTick } from 'vue'
import { createI18n } from 'vue-i18n'
import zhHans from '../../i18n/zh-Hans.json'
import { LANGUAGES } from './language.ts'
import type { Language } from './language.ts'

/** Chinese comes with the app, because it stands in where a sentence is missing; Mongolian is fetched when it is chosen. */
export const i18n = createI18n({
  legacy: false,
  locale: 'zh-Hans',
  fallbackLocale: 'zh-Hans',
  messages: { 'zh-Hans': zhHans },
  // Mongolian nouns have one form after a number, and browsers know no plural rules for this locale.
  pluralRules: { 'mn-Mong': () => 0 },
  missingWarn: false,
  fallbackWarn: false,
})

let mongolian: Promise<void> | null = null

/** Loads the words, turns the page, and only then speaks the language. */
export async function speak(language: Language): Promise<void> {
  if (language === 'mn-Mong') await (mongolian ??= loadMongolian())
  i18n.global.locale.value = language as 'zh-Hans'
  document.documentElement.lang = LANGUAGES[language].html
  await nextTick()
}

async function loadMongolian(): Promise<void> {
  try {
    const { default: messages } = await import('../../i18n/mn-Mong.json')
    i18n.global.setLocaleMessage('mn-Mong' as 'zh-Hans', messages as typeof zhHans)
  } catch (cause) {
    mongolian = null
    throw new Error('the Mongolian words did not load', { cause })
  }
}
