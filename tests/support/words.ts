import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './root.ts'

/** What `i18n/notes.json` says of one sentence. */
export interface Note {
  /** Where it appears. */
  where: string
  status: 'unreviewed' | 'reviewed' | 'disputed'
  /** Keys of the glossary that the Mongolian was put together from. */
  terms: string[]
  by?: string
  date?: string
}

/** A file of `i18n`, as written. */
export const i18nFile = (name: string): unknown =>
  JSON.parse(readFileSync(join(ROOT, 'i18n', `${name}.json`), 'utf8'))

function flat<T>(
  value: unknown,
  isLeaf: (value: unknown) => value is T,
  prefix = '',
): [string, T][] {
  return Object.entries(value as object).flatMap(([key, inner]: [string, unknown]) =>
    isLeaf(inner) ? [[prefix + key, inner]] : flat(inner, isLeaf, `${prefix}${key}.`),
  )
}

const isSentence = (value: unknown): value is string => typeof value === 'string'
const isNote = (value: unknown): value is Note =>
  typeof value === 'object' &&
  value !== null &&
  'status' in value &&
  typeof value.status === 'string'

/** Every sentence of a language by its whole key. */
export const sentences = (language: 'zh-Hans' | 'mn-Mong'): Map<string, string> =>
  new Map(flat(i18nFile(language), isSentence))

export const notes = (): Map<string, Note> => new Map(flat(i18nFile('notes'), isNote))
