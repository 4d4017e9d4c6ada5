import type { Both } from '#domain/region/region.ts'
import type { PublicSettings } from '#protocol/reference.ts'
import { t } from '../i18n.ts'
import type { Language } from '../language.ts'

/** A label in both languages of a sheet, whichever the screen speaks. */
export const inBoth = (key: string, facts: Record<string, unknown> = {}): Required<Both> => ({
  zh: t(key, facts, { locale: 'zh-Hans' }),
  mn: t(key, facts, { locale: 'mn-Mong' }),
})

/** Something that a sheet says of itself, under a label. */
export interface SheetFact {
  label: string
  /** Words of the office in Chinese alone are told so to the engine that sets them. */
  lines: { text: string; lang?: string }[]
}

/** What every page of one printed thing shares. */
export interface SheetFrame {
  language: Language
  /** The two scripts in the county's order. */
  order: PublicSettings['scripts']
  board: Both
  title: Both
  version: number
  /** What the QR says. */
  link: string
  /** The beginning of the version's digest, in groups, to be compared aloud. */
  print: string
  /** Whence and as of when it was printed. */
  from: string
}

/** Both scripts, each once, whatever a county's setting leaves out. */
export const orderOf = (settings: PublicSettings | null): PublicSettings['scripts'] => [
  ...new Set([...(settings?.scripts ?? []), 'mn' as const, 'zh' as const]),
]
