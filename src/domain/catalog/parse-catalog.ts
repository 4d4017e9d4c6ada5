import { integerAt, listAt, MalformedError, objectAt, textAt, textsAt } from '../malformed.ts'
import type { CatalogItem } from './catalog-item.ts'

/** What the source list writes where a row comes from nowhere that can be named. */
const UNSOURCED = 'general-knowledge'

/**
 * Reads the standard catalog: the source list itself (its addresses of sources become `sourced` and are dropped) or
 * items as published. Ids are taken as given and stand once. Throws MalformedError.
 */
export function parseCatalog(json: unknown): CatalogItem[] {
  const items = listAt(json, 'catalog', parseItem)
  if (new Set(items.map((item) => item.id)).size !== items.length)
    throw new MalformedError('catalog: an id stands twice')
  return items
}

function parseItem(value: unknown, where: string): CatalogItem {
  const given = objectAt(value, where)
  const limit = objectAt(given['timeLimit'], `${where}.timeLimit`)
  const days = (key: string) =>
    (limit[key] ?? null) === null ? null : integerAt(limit[key], `${where}.timeLimit.${key}`)
  const calendarDays = days('calendarDays')
  const text = (key: string) => textAt(given[key], `${where}.${key}`)
  const texts = (key: string) => textsAt(given[key], `${where}.${key}`)
  return {
    id: text('id'),
    field: text('field'),
    level1: text('level1'),
    level2: text('level2'),
    elements: texts('elements'),
    basis: texts('basis'),
    timeLimit: {
      text: textAt(limit['text'], `${where}.timeLimit.text`),
      workingDays: days('workingDays'),
      ...(calendarDays === null ? {} : { calendarDays }),
    },
    subject: text('subject'),
    channels: texts('channels'),
    audience: text('audience'),
    method: text('method'),
    levels: texts('levels'),
    sourced: sourcedIn(given, where),
    ...(given['pinyin'] === undefined ? {} : { pinyin: text('pinyin') }),
  }
}

function sourcedIn(given: Record<string, unknown>, where: string): boolean {
  if (typeof given['sourced'] === 'boolean') return given['sourced']
  return textAt(given['source'], `${where}.source`) !== UNSOURCED
}
