import { defineStore } from 'pinia'
import { computed, inject, ref, shallowRef } from 'vue'
import type { Ages, Condition, HeldBoard } from '#device/api.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { OUTSIDE } from '../outside.ts'

const same = (a: HeldBoard[], b: HeldBoard[]) => JSON.stringify(a) === JSON.stringify(b)

const NO_AGES: Ages = { signedNow: null, likelyNow: null, today: null }

/** The boards on this device, as the local database has them. Screens reload what they show when `revision` moves. */
export const useBoards = defineStore('boards', () => {
  const { device, watch } = inject(OUTSIDE)!
  const boards = shallowRef<HeldBoard[]>([])
  const home = ref<RegionCode | null>(null)
  const ages = shallowRef<Ages>(NO_AGES)
  const condition = shallowRef<Condition | null>(null)
  const loaded = ref(false)
  const revision = ref(0)

  /** Villages and townships; the county's own board comes along with them and is no board to open. */
  const shown = computed(() => boards.value.filter((board) => board.level !== 'county'))
  const find = (region: string) => boards.value.find((board) => board.region === region) ?? null

  let reading: Promise<void> | null = null
  let again = false

  /** Reads the list anew. Calls during a reading are answered by one more. */
  function refresh(): Promise<void> {
    if (reading) {
      again = true
      return reading
    }
    reading = read().finally(() => {
      reading = null
      if (again) {
        again = false
        void refresh()
      }
    })
    return reading
  }

  async function read(): Promise<void> {
    const [held, chosen, now, self] = await Promise.all([
      device.boards(),
      device.homeBoard(),
      device.ages(),
      device.condition(),
    ])
    home.value = chosen
    ages.value = now
    condition.value = self
    // News of nothing new is no reason to read and draw everything again.
    if (loaded.value && same(boards.value, held)) return
    boards.value = held
    // The first reading changes nothing: whoever reads beside it reads the same.
    if (loaded.value) revision.value += 1
    loaded.value = true
  }

  async function setHome(region: RegionCode): Promise<void> {
    await device.setHomeBoard(region)
    await refresh()
  }

  async function remove(region: RegionCode): Promise<void> {
    await device.removeBoard(region)
    await refresh()
  }

  async function removeEverything(): Promise<void> {
    await device.removeEverything()
    await refresh()
  }

  /** Follows the database, other tabs included. Returns how to stop. */
  const follow = () => watch(() => void refresh())

  return {
    boards,
    home,
    ages,
    condition,
    loaded,
    revision,
    shown,
    find,
    refresh,
    setHome,
    remove,
    removeEverything,
    follow,
  }
})
