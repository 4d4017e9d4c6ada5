import { defineStore } from 'pinia'
import { inject, reactive } from 'vue'
import type { News } from '#device/api.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { OUTSIDE } from '../outside.ts'

/** What is new on each board since the last visit. A visit ends when the app is left, or when its reader says so. */
export const useNews = defineStore('news', () => {
  const { device } = inject(OUTSIDE)!
  const byRegion = reactive(new Map<string, News>())

  /** What was told in this visit stays told until it is over. A first visit only notes what hangs there. */
  async function load(region: RegionCode): Promise<void> {
    const news = await device.news(region)
    const told = byRegion.get(region)?.items ?? []
    const fresh = new Set(news.items.map(({ notice }) => notice.id))
    const items = [...news.items, ...told.filter(({ notice }) => !fresh.has(notice.id))]
    byRegion.set(region, { ...news, items })
    if (news.since === null) await leave(region)
  }

  /** Notes what is seen now; it stays on the screen. */
  async function leave(region: RegionCode): Promise<void> {
    const seq = byRegion.get(region)?.seq ?? null
    if (seq !== null) await device.markSeen(region, seq)
  }

  /** The reader has seen it. */
  async function dismiss(region: RegionCode): Promise<void> {
    await leave(region)
    const news = byRegion.get(region)
    if (news) byRegion.set(region, { ...news, items: [] })
  }

  /** Nothing of what was told stays. */
  const forget = () => byRegion.clear()

  return { byRegion, load, leave, dismiss, forget }
})
