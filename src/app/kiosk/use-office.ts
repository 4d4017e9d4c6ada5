import { nextTick } from 'vue'
import type { SyncOutcome } from '#device/api.ts'
import type { Shown } from '#device/tablet/api.ts'
import { useBoards } from '../stores/boards.ts'
import { useKiosk } from '../stores/kiosk.ts'
import { useSync } from '../stores/sync.ts'
import { errorsIn, errorsTold, noteError } from './errors.ts'
import { useWithin } from './within.ts'

/** Chrome's own; no standard has it any more. */
interface Battery {
  level: number
  charging: boolean
}

/** Ends of a sync that somebody has to look after. */
const TOLD: readonly string[] = [
  'alarm',
  'diskFull',
  'updateTheApp',
] satisfies SyncOutcome['kind'][]

/** What the office wants of this tablet, and what it is told of it. */
export interface Office {
  /** Reads the orders that lie here. */
  read(): Promise<void>
  /** Tells the county how the tablet is. True where a restart was ordered. */
  beat(): Promise<boolean>
  /** Something went wrong that no reader need see. */
  note(code: string): void
  /** Counts what goes wrong in this page. Answers how to stop. */
  listen(): () => void
}

export function useOffice(page: Window): Office {
  const { device, storage, version } = useWithin()
  const boards = useBoards()
  const kiosk = useKiosk()
  const sync = useSync()
  const note = (code: string) => noteError(storage, code)

  async function read(): Promise<void> {
    const [orders, county] = await Promise.all([device.orders(), device.settings()])
    kiosk.obey(orders, county?.scripts[0] === 'zh' ? 'zh-Hans' : 'mn-Mong')
    if (orders) storage?.setItem('sambar.kiosk', '1')
    else storage?.removeItem('sambar.kiosk')
  }

  async function shown(): Promise<Shown> {
    await nextTick()
    const shows = kiosk.shown.flatMap(({ region }) => kiosk.painted.get(region) ?? [])
    const ages = kiosk.shown.flatMap(({ asOf }) => asOf ?? [])
    return {
      app: [version, page.document.documentElement.dataset['version'] ?? 'unbuilt'].join('+'),
      shows: shows.length > 0 ? shows : null,
      asOf: ages.sort()[0] ?? null,
      battery: await batteryOf(page.navigator),
      upSeconds: Math.round(page.performance.now() / 1_000),
      errors: errorsIn(storage),
    }
  }

  function noteSync(): void {
    for (const { region } of boards.boards) {
      const kind = sync.outcomes.get(region)?.kind
      if (kind && TOLD.includes(kind)) note(`sync.${kind}`)
    }
  }

  async function beat(): Promise<boolean> {
    noteSync()
    const told = await shown()
    const outcome = await device.beat(told)
    if (outcome.kind === 'sent') errorsTold(storage, told.errors)
    if (outcome.kind === 'ordersRefused') note(`orders.${outcome.code}`)
    if ((outcome.kind === 'sent' && outcome.newOrders) || outcome.kind === 'revoked') {
      await boards.refresh()
      await read()
    }
    return outcome.kind === 'sent' && outcome.restart
  }

  function listen(): () => void {
    const script = () => note('script')
    const promise = () => note('promise')
    page.addEventListener('error', script)
    page.addEventListener('unhandledrejection', promise)
    return () => {
      page.removeEventListener('error', script)
      page.removeEventListener('unhandledrejection', promise)
    }
  }

  return { read, beat, note, listen }
}

async function batteryOf(navigator: Navigator): Promise<Shown['battery']> {
  const ask: unknown = Reflect.get(navigator, 'getBattery')
  if (typeof ask !== 'function') return null
  const { level, charging } = (await ask.call(navigator)) as Battery
  return { level: Math.round(level * 100), charging }
}
