import { defineStore } from 'pinia'
import { computed, inject, reactive, ref, shallowRef } from 'vue'
import type { SyncOutcome, SyncProgress } from '#device/api.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { OUTSIDE } from '../outside.ts'
import { useBoards } from './boards.ts'

/** Every 15 minutes while somebody looks, give or take two, so that a county's phones do not knock all at once. */
const EVERY_MS = 15 * 60_000
const JITTER_MS = 2 * 60_000
/** Coming back to the app within this time does not ask again. */
const REST_MS = 60_000

/** Asks the county for news. `device/sync` does it; this keeps what it said, for the screens. */
export const useSync = defineStore('sync', () => {
  const { device, now, random } = inject(OUTSIDE)!
  const boards = useBoards()
  const running = ref(false)
  /** A bug or a broken disk, not the network: shown, and gone with the next good run. */
  const faulty = shallowRef<Error | null>(null)
  const progress = reactive(new Map<string, SyncProgress>())
  const outcomes = reactive(new Map<string, SyncOutcome>())
  let lastEnd = Number.NEGATIVE_INFINITY
  let waiting: Promise<void> = Promise.resolve()

  /** The last real exchange failed for want of a network: `navigator.onLine` lies. */
  const offline = computed(() =>
    [...outcomes.values()].some(({ kind }) => kind === 'offline' || kind === 'captivePortal'),
  )

  /** One at a time; a call during a run waits its turn. Never throws for what networks do. */
  function sync(region?: RegionCode): Promise<void> {
    waiting = waiting
      .then(() => run(region))
      .catch((fault: unknown) => {
        faulty.value = fault instanceof Error ? fault : new Error('sync', { cause: fault })
      })
    return waiting
  }

  async function run(region?: RegionCode): Promise<void> {
    running.value = true
    try {
      const said = await device.sync(region, (step) => progress.set(step.region, step))
      for (const outcome of said) outcomes.set(outcome.region, outcome)
      faulty.value = null
    } finally {
      running.value = false
      progress.clear()
      lastEnd = now()
      await boards.refresh()
    }
  }

  /** At open, on focus, when the network is back, and every quarter of an hour while visible. Returns how to stop. */
  function schedule(page: Document, window: Window): () => void {
    let timer = 0
    const plan = () => {
      window.clearTimeout(timer)
      timer = window.setTimeout(tick, EVERY_MS + (random() * 2 - 1) * JITTER_MS)
    }
    const tick = () => {
      if (page.visibilityState === 'visible' && boards.boards.length > 0) void sync()
      plan()
    }
    const look = () => {
      if (page.visibilityState === 'visible' && now() - lastEnd > REST_MS) tick()
    }
    const online = () => {
      lastEnd = Number.NEGATIVE_INFINITY
      look()
    }
    page.addEventListener('visibilitychange', look)
    window.addEventListener('focus', look)
    window.addEventListener('online', online)
    tick()
    return () => {
      window.clearTimeout(timer)
      page.removeEventListener('visibilitychange', look)
      window.removeEventListener('focus', look)
      window.removeEventListener('online', online)
    }
  }

  return { running, faulty, progress, outcomes, offline, sync, schedule }
})
