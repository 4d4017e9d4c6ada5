import { defineStore } from 'pinia'
import { inject, ref, watch } from 'vue'
import { speak } from '../i18n.ts'
import { isLanguage } from '../language.ts'
import type { Language } from '../language.ts'
import { OUTSIDE } from '../outside.ts'

export type TextSize = '100' | '125' | '150' | '200'
export type Colours = 'auto' | 'light' | 'dark'

export const TEXT_SIZES: readonly TextSize[] = ['100', '125', '150', '200']
export const COLOURS: readonly Colours[] = ['auto', 'light', 'dark']

/** Keys that `start.js` reads too, before the first paint. */
const KEYS = {
  language: 'sambar.language',
  text: 'sambar.text',
  colours: 'sambar.colours',
  contrast: 'sambar.contrast',
}

/** How this phone shows things. Kept beside the database, because the page must know it before it draws. */
export const useSettings = defineStore('settings', () => {
  const { storage } = inject(OUTSIDE)!
  const kept = (key: string) => storage?.getItem(key) ?? null
  const keep = (key: string, value: string) => storage?.setItem(key, value)

  const stored = kept(KEYS.language)
  const language = ref<Language | null>(isLanguage(stored) ? stored : null)
  const text = ref<TextSize>('100')
  const colours = ref<Colours>('auto')
  const contrast = ref(false)

  function recall(): void {
    text.value = TEXT_SIZES.find((size) => size === kept(KEYS.text)) ?? '100'
    colours.value = COLOURS.find((colour) => colour === kept(KEYS.colours)) ?? 'auto'
    contrast.value = kept(KEYS.contrast) === 'more'
  }
  recall()

  /** Speaks the language from now on. The choice is kept only once its words are here. */
  async function choose(next: Language): Promise<void> {
    await speak(next)
    language.value = next
    keep(KEYS.language, next)
  }

  const dark = window.matchMedia('(prefers-color-scheme: dark)')
  function draw(): void {
    const { dataset } = document.documentElement
    dataset['text'] = text.value
    dataset['colours'] =
      colours.value === 'auto' ? (dark.matches ? 'dark' : 'light') : colours.value
    dataset['contrast'] = contrast.value ? 'more' : 'plain'
  }
  dark.addEventListener?.('change', draw)
  watch([text, colours, contrast], () => {
    keep(KEYS.text, text.value)
    keep(KEYS.colours, colours.value)
    keep(KEYS.contrast, contrast.value ? 'more' : 'plain')
    draw()
  })
  draw()
  // Chosen in another tab: this one follows, but for the language, which would turn the page in somebody's hands.
  window.addEventListener('storage', ({ key }) => {
    if (key === null || (key !== KEYS.language && key.startsWith('sambar.'))) recall()
  })

  return { language, text, colours, contrast, choose }
})
