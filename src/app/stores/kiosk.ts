import { defineStore } from 'pinia'
import { computed, markRaw, ref, shallowRef } from 'vue'
import type { RegionCode } from '#domain/region/region.ts'
import type { ShownBoard } from '#protocol/device-heartbeat.ts'
import type { DeviceSettings } from '#protocol/device-orders.ts'
import { ageOf, NO_ORDERS, scriptsOf, shines } from '../kiosk/orders.ts'
import type { Pace } from '../kiosk/pace.ts'
import type { Language } from '../language.ts'
import { useBoards } from './boards.ts'

/** `off`: it is no board yet. `loop`: nobody reads. `visit`: somebody does. `asleep`: it is night. */
export type KioskMode = 'off' | 'loop' | 'visit' | 'asleep'

/** What the tablet on the board is doing. One visit is one person; nothing of it is left when the next begins. */
export const useKiosk = defineStore('kiosk', () => {
  const boards = useBoards()
  const mode = ref<KioskMode>('off')
  const orders = shallowRef<DeviceSettings>(NO_ORDERS)
  /** Is this device a tablet of its county's at all? */
  const enrolled = ref(false)
  /** It is known what this device is. */
  const begun = ref(false)
  /** What was painted last of each board, as the page itself said. */
  const painted = markRaw(new Map<RegionCode, ShownBoard>())
  /** The county's first script. */
  const first = ref<Language>('mn-Mong')
  /** The board that the visitor reads; null while one of several is chosen. */
  const region = ref<RegionCode | null>(null)
  /** How slowly this visitor wants it. */
  const pace = ref<Pace>(100)
  /** The reader is asked whether they are still there. */
  const asking = ref(false)

  /** In which scripts it speaks. */
  const scripts = computed(() => scriptsOf(orders.value.languages, first.value))
  /** Boards to be read here, in the order in which they came. */
  const shown = computed(() => boards.shown.filter(({ seq }) => seq !== null))
  const age = (of: { heardAt: (typeof boards.boards)[number]['heardAt'] }) =>
    ageOf(of.heardAt, boards.ages.likelyNow, orders.value)

  /** What the office ordered; null where this is nobody's tablet. */
  function obey(ordered: DeviceSettings | null, firstScript: Language): void {
    enrolled.value = ordered !== null
    orders.value = ordered ?? NO_ORDERS
    first.value = firstScript
  }

  /** Has every board been painted as it lies here now? */
  const allPainted = () =>
    shown.value.every(({ region: code, seq }) => painted.get(code)?.seq === seq)

  /** Nobody reads: the loop, or at night the dark. */
  function rest(): void {
    asking.value = false
    region.value = null
    pace.value = 100
    if (!enrolled.value || shown.value.length === 0) mode.value = 'off'
    else mode.value = shines(orders.value.schedule, boards.ages.likelyNow) ? 'loop' : 'asleep'
  }

  /** Somebody has come. */
  function visit(): void {
    asking.value = false
    region.value = shown.value.length === 1 ? shown.value[0]!.region : null
    mode.value = 'visit'
  }

  return {
    begun,
    enrolled,
    obey,
    painted,
    allPainted,
    mode,
    orders,
    scripts,
    region,
    pace,
    asking,
    shown,
    age,
    rest,
    visit,
  }
})
