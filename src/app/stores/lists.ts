import { defineStore } from 'pinia'
import type { ListAsk } from '#device/api.ts'
import type { NoticeId } from '#domain/notice/notice.ts'

/** How each list was last looked at, so that who comes back from a line finds it so. Kept in memory only. */
export const useLists = defineStore('lists', () => {
  const asks = new Map<NoticeId, ListAsk>()
  return {
    of: (notice: NoticeId): ListAsk => asks.get(notice) ?? {},
    keep: (notice: NoticeId, ask: ListAsk) => void asks.set(notice, ask),
    /** Nothing of what was asked stays. */
    forget: () => asks.clear(),
  }
})
