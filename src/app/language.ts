/** Languages of the app: the name of a message file, what `<html lang>` says, and the language's own name. */
export type Language = 'zh-Hans' | 'mn-Mong'

interface LanguageFacts {
  key: Language
  /** Never plain `mn`: libraries, screen readers and translators take that for Cyrillic. */
  html: string
  own: string
}

export const LANGUAGES: Record<Language, LanguageFacts> = {
  'zh-Hans': { key: 'zh-Hans', html: 'zh-Hans', own: '汉语' },
  'mn-Mong': { key: 'mn-Mong', html: 'mn-Mong-CN', own: 'ᠮᠣᠩᠭᠣᠯ' },
}

export const isLanguage = (value: unknown): value is Language =>
  value === 'zh-Hans' || value === 'mn-Mong'

export const otherLanguage = (language: Language): Language =>
  language === 'zh-Hans' ? 'mn-Mong' : 'zh-Hans'

/** Is this page set in vertical lines? */
export const isVertical = (language: Language | null): boolean => language === 'mn-Mong'
