import { computed } from 'vue'
import type { Instant } from '#domain/calendar/day.ts'
import type { Both } from '#domain/region/region.ts'
import { agoOf } from './format.ts'
import { language, t } from './i18n.ts'

const vertical = computed(() => language.value === 'mn-Mong')

function ago(then: Instant, now: Instant): string {
  const { key, ...facts } = agoOf(then, now)
  return t(`villager.when.${key}`, facts)
}

/** As plain text, for titles and labels. On a page use `BothText`, which tells the reader's engine the language. */
const both = (text: Both): string => (vertical.value && text.mn ? text.mn : text.zh)

const WORDS = { t, language, vertical, ago, both }

/** The language spoken, and small sentences that many screens need: the same ones for every line of a long list. */
export const useWords = (): typeof WORDS => WORDS
