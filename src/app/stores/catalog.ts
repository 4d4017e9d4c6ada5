import { defineStore } from 'pinia'
import { computed, inject, ref, shallowRef } from 'vue'
import type { CatalogHit, NoticeSummary } from '#device/api.ts'
import type { Program } from '#domain/program/program.ts'
import type { Both, RegionCode } from '#domain/region/region.ts'
import { OUTSIDE } from '../outside.ts'
import { useBoards } from './boards.ts'
import { useNotices } from './notices.ts'

/** A notice that stands under a duty of the catalog, on one of the boards held here. */
export interface HeldNotice {
  region: RegionCode
  board: Both
  notice: NoticeSummary
}

/** The standard catalog as it is asked here, and what the boards of this phone have published under it. */
export const useCatalog = defineStore('catalog', () => {
  const { device } = inject(OUTSIDE)!
  const boards = useBoards()
  const notices = useNotices()
  /** Kept while the app is open, so that a reader who comes back from an item finds the list as it was. */
  const query = ref('')
  const all = shallowRef<CatalogHit[]>([])
  /** Subsidies, each under its item. */
  const programs = shallowRef<Program[]>([])
  const hits = shallowRef<CatalogHit[]>([])
  /** The query that `hits` answer; null before the first answer. */
  const answered = ref<string | null>(null)

  async function ask(): Promise<void> {
    const text = query.value
    const found = await device.catalog(text)
    if (text !== query.value) return
    hits.value = found
    answered.value = text
  }

  /** Everything anew: items, and notices of each board. */
  async function load(): Promise<void> {
    if (!boards.loaded) await boards.refresh()
    const [items, known] = await Promise.all([
      device.catalog(''),
      device.programs(),
      ask(),
      ...boards.shown.map(({ region }) => notices.load(region)),
    ])
    all.value = items
    programs.value = known
  }

  const held = computed(() => {
    const found = new Map<string, HeldNotice[]>()
    for (const { region, name } of boards.shown)
      for (const notice of notices.byRegion.get(region) ?? []) {
        const known = found.get(notice.item)
        const one = { region, board: name, notice }
        if (known) known.push(one)
        else found.set(notice.item, [one])
      }
    return found
  })
  const heldUnder = (item: string): HeldNotice[] => held.value.get(item) ?? []

  /** Fields in the catalog's order, with their items and how many notices stand under them here. */
  const fields = computed(() => {
    const found = new Map<string, { name: string; items: CatalogHit[]; held: number }>()
    for (const item of all.value) {
      const field = found.get(item.field) ?? { name: item.field, items: [], held: 0 }
      found.set(item.field, field)
      field.items.push(item)
      field.held += heldUnder(item.id).length
    }
    return [...found.values()]
  })

  return { query, all, programs, hits, answered, fields, ask, load, heldUnder }
})
