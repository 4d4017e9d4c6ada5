import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Instant } from '#domain/calendar/day.ts'
import type { Both } from '#domain/region/region.ts'
import { agoOf } from './format.ts'
import type { Language } from './language.ts'

/** The language spoken, and small sentences that many screens need. */
export function useWords() {
  const { t, locale } = useI18n()
  const language = computed(() => locale.value as Language)
  const vertical = computed(() => language.value === 'mn-Mong')

  function ago(then: Instant, now: Instant): string {
    const { key, ...facts } = agoOf(then, now)
    return t(`villager.when.${key}`, facts)
  }

  /** As plain text, for titles and labels. On a page use `BothText`, which tells the reader's engine the language. */
  const both = (text: Both): string => (vertical.value && text.mn ? text.mn : text.zh)

  return { t, language, vertical, ago, both }
}
