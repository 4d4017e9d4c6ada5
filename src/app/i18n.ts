import { computed, nextTick } from 'vue'
import { createI18n } from 'vue-i18n'
import type { MessageContext } from 'vue-i18n'
import zhHans from '../../i18n/zh-Hans.json'
import { LANGUAGES } from './language.ts'
import type { Language } from './language.ts'

/** What stands in a sentence's places, by their names. */
type Facts = Record<string, unknown>

const i18n = createI18n({
  legacy: false,
  locale: 'zh-Hans',
  fallbackLocale: 'zh-Hans',
  // Chinese comes with the screens that say it, because it stands in where a sentence is missing; Mongolian is fetched
  // when it is chosen.
  messages: { 'zh-Hans': zhHans },
  messageResolver: (words: unknown, key: string) =>
    key.split('.').reduce<unknown>((part, name) => (part as Facts | undefined)?.[name], words) as
      string | null,
  // Our sentences have places with names, and nothing else that would have to be compiled.
  messageCompiler: (sentence: unknown) => (facts: MessageContext<string>) =>
    String(sentence).replace(/\{(\w+)\}/g, (_, name: string) => String(facts.named(name) ?? '')),
  missingWarn: false,
  fallbackWarn: false,
})
const engine = i18n.global

type Words = { [name: string]: string | Words }

/** Takes in the Chinese words that a part of the app brings. The build writes the calls (`.ci/app-words.ts`). */
export const learn = (words: Words): void => engine.mergeLocaleMessage('zh-Hans', words)

/** The language spoken. */
export const language = computed(() => engine.locale.value as Language)

/** A sentence by its key. `locale`: in this language, whichever is spoken. */
export function t(key: string, facts: Facts = {}, { locale = language.value } = {}): string {
  return engine.t(key, facts, { locale: locale as 'zh-Hans' })
}

let mongolian: Promise<void> | null = null
let readMongolian = (): Promise<{ default: object }> => import('../../i18n/mn-Mong.json')

/** Where more is said than villagers hear, all of it is read by `read`. Asked before the language is spoken. */
export const speakMore = (read: typeof readMongolian): void => void (readMongolian = read)

/** Loads the words, turns the page, and only then speaks the language. */
export async function speak(chosen: Language): Promise<void> {
  if (chosen === 'mn-Mong') await knowMongolian()
  engine.locale.value = chosen as 'zh-Hans'
  document.documentElement.lang = LANGUAGES[chosen].html
  await nextTick()
}

/** Where both languages stand side by side. */
export const knowMongolian = (): Promise<void> => (mongolian ??= loadMongolian())

async function loadMongolian(): Promise<void> {
  try {
    const { default: words } = await readMongolian()
    engine.setLocaleMessage('mn-Mong' as 'zh-Hans', words as typeof zhHans)
  } catch (cause) {
    mongolian = null
    throw new Error('the Mongolian words did not load', { cause })
  }
}
