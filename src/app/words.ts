import { computed, inject, provide } from 'vue'
import type { ComputedRef, InjectionKey } from 'vue'
import type { Instant } from '#domain/calendar/day.ts'
import type { Both } from '#domain/region/region.ts'
import { agoOf } from './format.ts'
import { language as spoken, t as say } from './i18n.ts'
import type { Language } from './language.ts'

/** The language spoken, and small sentences that many screens need. */
function wordsIn(language: ComputedRef<Language>) {
  const vertical = computed(() => language.value === 'mn-Mong')
  const t: typeof say = (key, facts, how) => say(key, facts, { locale: language.value, ...how })
  function ago(then: Instant, now: Instant): string {
    const { key, ...facts } = agoOf(then, now)
    return t(`villager.when.${key}`, facts)
  }
  /** As plain text, for titles and labels. On a page use `BothText`, which tells the reader's engine the language. */
  const both = (text: Both): string => (vertical.value && text.mn ? text.mn : text.zh)
  return { t, language, vertical, ago, both }
}
type Words = ReturnType<typeof wordsIn>

/** The same ones for every line of a long list. */
const WORDS = wordsIn(spoken)
const WITHIN: InjectionKey<Words> = Symbol('words')

export const useWords = (): Words => inject(WITHIN, WORDS)

/** In this component and all within it this language is spoken, whichever the page speaks; its words must be here. */
export function speakWithin(language: () => Language): Words {
  const words = wordsIn(computed(language))
  provide(WITHIN, words)
  return words
}
