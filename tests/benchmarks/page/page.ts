/** What the figures need inside Chromium: the device in its own worker, as the app holds it, and the floor. */
import type { Device, SyncOutcome } from '#device/api.ts'
import { connectDevice } from '#device/port.ts'
import { floor } from './floor.ts'

let device: Device | null = null
const held = (): Device => {
  if (!device) throw new Error('no device: call start')
  return device
}

/** Fails the figure where a sync did not end well. */
function expectFresh(outcomes: SyncOutcome[]): void {
  for (const outcome of outcomes)
    if (outcome.kind !== 'fresh') throw new Error(`sync: ${JSON.stringify(outcome)}`)
}

const bench = {
  floor,

  /** `worker`: address of the built worker. */
  start(worker: string): void {
    device = connectDevice(new Worker(worker))
  },

  /** Opens a link, syncs, and searches: milliseconds until the first answer. */
  async firstSync(link: string, query: string): Promise<number> {
    const opened = await held().openLink(link)
    if ('refused' in opened) throw new Error(`link: ${opened.refused}`)
    const began = performance.now()
    expectFresh(await held().sync(opened.region))
    const hits = await held().search(opened.region, query)
    const took = performance.now() - began
    if (hits.length === 0) throw new Error(`nobody found by ${query}`)
    return took
  },

  async sync(region: string): Promise<void> {
    expectFresh(await held().sync(region as Parameters<Device['sync']>[0]))
  },

  /** Milliseconds of each keystroke while the queries are typed, one character after the other. */
  async type(region: string, queries: string[]): Promise<number[]> {
    const times: number[] = []
    for (const query of queries)
      for (let end = 1; end <= query.length; end++) {
        const began = performance.now()
        await held().search(region as Parameters<Device['search']>[0], query.slice(0, end), 50)
        times.push(performance.now() - began)
      }
    return times
  },
}

export type Bench = typeof bench
declare global {
  interface Window {
    bench: Bench
  }
}
window.bench = bench
