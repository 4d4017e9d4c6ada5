import { defineStore } from 'pinia'
import { computed, inject, ref, shallowRef } from 'vue'
import type { FollowedHousehold } from '#device/api.ts'
import type { PayeeNumber } from '#domain/disbursement/line.ts'
import type { Fen } from '#domain/money/fen.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { OUTSIDE } from '../outside.ts'

/** Households that somebody follows on this phone, on whichever boards. */
export const useHouseholds = defineStore('households', () => {
  const { device } = inject(OUTSIDE)!
  const all = shallowRef<FollowedHousehold[]>([])
  const loaded = ref(false)

  async function load(): Promise<void> {
    all.value = await device.households()
    loaded.value = true
  }

  const find = (region: string, payee: string): FollowedHousehold | null =>
    all.value.find((one) => one.region === region && one.payee === payee) ?? null

  const on = (region: string): FollowedHousehold[] =>
    all.value.filter((one) => one.region === region)

  /** What all of them were paid in the newest year that any of them has; null where that is nothing to add up. */
  const together = computed(() => {
    const years = all.value.flatMap(({ totalsByYear }) => totalsByYear.map(({ year }) => year))
    if (all.value.length < 2 || years.length === 0) return null
    const year = Math.max(...years)
    const sums = all.value.flatMap(({ totalsByYear }) =>
      totalsByYear.filter((sum) => sum.year === year),
    )
    const fen = sums.reduce((sum, { paidFen }) => sum + paidFen, 0) as Fen
    return { year, fen, households: sums.length }
  })

  async function follow(region: RegionCode, payee: PayeeNumber): Promise<void> {
    await device.followHousehold(region, payee)
    await load()
  }

  async function unfollow(region: RegionCode, payee: PayeeNumber): Promise<void> {
    await device.unfollowHousehold(region, payee)
    await load()
  }

  return { all, loaded, together, load, find, on, follow, unfollow }
})
