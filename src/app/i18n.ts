import { createCoreContext, translate } from '@intlify/core-base'
import type { CoreContext, MessageContext } from '@intlify/core-base'
import { nextTick, shallowRef } from 'vue'
import zhHans from '../../i18n/zh-Hans.json'
import { LANGUAGES } from './language.ts'
import type { Language } from './language.ts'

/** What stands in a sentence's places, by their names. */
type Facts = Record<string, unknown>

/** The engine of vue-i18n without the rest of it: our sentences have places with names, and nothing else. */
const engine = createCoreContext({
  locale: 'zh-Hans',
  fallbackLocale: 'zh-Hans',
  // Chinese comes with the screens that say it, because it stands in where a sentence is missing; Mongolian is fetched
  // when it is chosen.
  messages: { 'zh-Hans': zhHans },
  messageResolver: (words, key) =>
    key.split('.').reduce<unknown>((part, name) => (part as Facts | undefined)?.[name], words) as
      string | null,
  localeFallbacker: (_, fallback, start) => [start, fallback as string],
  messageCompiler: (sentence) => (facts: MessageContext<string>) =>
    String(sentence).replace(/\{(\w+)\}/g, (_, name: string) => String(facts.named(name) ?? '')),
  missingWarn: false,
  fallbackWarn: false,
}) as CoreContext

type Words = { [name: string]: string | Words }

/** Takes in the Chinese words that a part of the app brings. The build writes the calls (`.ci/app-words.ts`). */
export const learn = (words: Words): void => merge(engine.messages as Words, { 'zh-Hans': words })

function merge(into: Words, words: Words): void {
  for (const [name, inner] of Object.entries(words))
    if (typeof inner === 'string') into[name] = inner
    else merge((into[name] ??= {}) as Words, inner)
}

/** The language spoken. */
export const language = shallowRef<Language>('zh-Hans')

/** A sentence by its key. `locale`: in this language, whichever is spoken. */
export function t(key: string, facts: Facts = {}, { locale = language.value } = {}): string {
  return translate(engine, key, facts, { locale }) as string
}

let mongolian: Promise<void> | null = null

/** Loads the words, turns the page, and only then speaks the language. */
export async function speak(chosen: Language): Promise<void> {
  if (chosen === 'mn-Mong') await (mongolian ??= loadMongolian())
  language.value = chosen
  document.documentElement.lang = LANGUAGES[chosen].html
  await nextTick()
}

async function loadMongolian(): Promise<void> {
  try {
    const { default: words } = await import('../../i18n/mn-Mong.json')
    Object.assign(engine.messages, { 'mn-Mong': words })
  } catch (cause) {
    mongolian = null
    throw new Error('the Mongolian words did not load', { cause })
  }
}
