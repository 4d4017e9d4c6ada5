import { defineStore } from 'pinia'
import { inject, shallowReactive, shallowRef } from 'vue'
import type { NoticeSummary } from '#device/api.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { OUTSIDE } from '../outside.ts'

/** Notices of a board, and under which field of the catalog each item stands. */
export const useNotices = defineStore('notices', () => {
  const { device } = inject(OUTSIDE)!
  // What the device says is never changed here, so nobody need watch into it.
  const byRegion = shallowReactive(new Map<string, NoticeSummary[]>())
  const fields = shallowRef<ReadonlyMap<string, string>>(new Map())

  async function load(region: RegionCode): Promise<NoticeSummary[]> {
    // Both before anything is drawn: a board is not drawn twice.
    const [notices] = await Promise.all([
      device.notices(region),
      fields.value.size === 0 ? loadFields() : null,
    ])
    byRegion.set(region, notices)
    return notices
  }

  async function loadFields(): Promise<void> {
    fields.value = new Map(Object.entries(await device.fields()))
  }

  /** Nothing of what was shown stays. */
  function forget(): void {
    byRegion.clear()
    fields.value = new Map()
  }

  return { byRegion, fields, load, forget }
})
