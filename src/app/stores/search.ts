import { defineStore } from 'pinia'
import { inject, reactive } from 'vue'
import type { PersonHit } from '#device/api.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { OUTSIDE } from '../outside.ts'

export interface Asked {
  query: string
  hits: PersonHit[]
  /** The query that `hits` answer. */
  answered: string
}

const MOST = 60

/** What was typed into each board's search field. Kept in memory only: never in an address, never on disk. */
export const useSearch = defineStore('search', () => {
  const { device } = inject(OUTSIDE)!
  const asked = reactive(new Map<string, Asked>())

  function of(region: string): Asked {
    const known = asked.get(region)
    if (known) return known
    asked.set(region, { query: '', hits: [], answered: '' })
    return asked.get(region)!
  }

  /** Answers may come out of order; only the one to what stands in the field is shown. */
  async function ask(region: RegionCode, query: string): Promise<void> {
    const entry = of(region)
    entry.query = query
    // Not trim(): it would take a Mongolian joiner for white space.
    const text = query.replace(/^[ \t\r\n\u3000]+|[ \t\r\n\u3000]+$/g, '')
    const hits = text === '' ? [] : await device.search(region, text, MOST)
    if (entry.query !== query) return
    entry.hits = hits
    entry.answered = text
  }

  /** Nothing of what was asked stays. */
  const forget = () => asked.clear()

  return { of, ask, forget }
})
