import type { Device, SyncProgress } from './api.ts'

/** What a Worker, a MessagePort and a worker's own scope have in common. */
export interface Port {
  postMessage(message: unknown): void
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
  removeEventListener(type: 'message', listener: (event: MessageEvent) => void): void
  start?(): void
}

type Method = keyof Device

/** Everything that may be called from the other side, and nothing else. */
const METHODS: Record<Method, true> = {
  ages: true,
  boards: true,
  catalog: true,
  condition: true,
  evidence: true,
  homeBoard: true,
  lines: true,
  notice: true,
  notices: true,
  openCode: true,
  openLink: true,
  openPublic: true,
  person: true,
  programs: true,
  regions: true,
  removeBoard: true,
  removeEverything: true,
  search: true,
  setHomeBoard: true,
  sync: true,
}

interface Call {
  sambar: 'call'
  id: number
  method: Method
  args: unknown[]
  progress: boolean
}

type Answer =
  | { sambar: 'value'; id: number; value: unknown }
  | { sambar: 'fault'; id: number; message: string }
  | { sambar: 'progress'; id: number; progress: SyncProgress }

const isCall = (data: unknown): data is Call =>
  typeof data === 'object' && data !== null && (data as Call).sambar === 'call'

const isAnswer = (data: unknown): data is Answer =>
  typeof data === 'object' &&
  data !== null &&
  ['value', 'fault', 'progress'].includes((data as Answer).sambar)

/** Answers calls that arrive on `port` with `device`. The answer ends it. */
export function exposeDevice(device: Device | Promise<Device>, port: Port): () => void {
  const send = (answer: Answer) => port.postMessage(answer)
  const listener = (event: MessageEvent) => {
    if (!isCall(event.data)) return
    const { id, method, args, progress } = event.data
    if (!Object.prototype.hasOwnProperty.call(METHODS, method)) return
    // A callback cannot travel; `sync` is the only method that takes one, in second place.
    const full = progress
      ? [args[0], (step: SyncProgress) => send({ sambar: 'progress', id, progress: step })]
      : args
    void (async () => {
      try {
        const target = (await device)[method] as (...rest: unknown[]) => Promise<unknown>
        send({ sambar: 'value', id, value: await target(...full) })
      } catch (error) {
        send({ sambar: 'fault', id, message: error instanceof Error ? error.message : 'fault' })
      }
    })()
  }
  port.addEventListener('message', listener)
  port.start?.()
  return () => port.removeEventListener('message', listener)
}

/** The device at the other end of `port`, as if it were here. A fault there is an Error here. */
export function connectDevice(port: Port): Device {
  let next = 1
  const waiting = new Map<
    number,
    {
      resolve: (value: unknown) => void
      reject: (error: Error) => void
      onProgress: ((progress: SyncProgress) => void) | null
    }
  >()
  port.addEventListener('message', (event) => {
    const answer: unknown = event.data
    if (!isAnswer(answer)) return
    const call = waiting.get(answer.id)
    if (!call) return
    if (answer.sambar === 'progress') return call.onProgress?.(answer.progress)
    waiting.delete(answer.id)
    if (answer.sambar === 'value') call.resolve(answer.value)
    else call.reject(new Error(answer.message))
  })
  port.start?.()

  const call = (method: Method, args: unknown[], onProgress?: (p: SyncProgress) => void) =>
    new Promise<never>((resolve, reject) => {
      const id = next++
      waiting.set(id, {
        resolve: resolve as (value: unknown) => void,
        reject,
        onProgress: onProgress ?? null,
      })
      const message: Call = { sambar: 'call', id, method, args, progress: Boolean(onProgress) }
      port.postMessage(message)
    })

  return {
    ages: () => call('ages', []),
    boards: () => call('boards', []),
    catalog: (query) => call('catalog', [query]),
    condition: () => call('condition', []),
    evidence: () => call('evidence', []),
    homeBoard: () => call('homeBoard', []),
    lines: (region, id, from, to) => call('lines', [region, id, from, to]),
    notice: (region, id) => call('notice', [region, id]),
    notices: (region) => call('notices', [region]),
    openCode: (region, code) => call('openCode', [region, code]),
    openLink: (link) => call('openLink', [link]),
    openPublic: (region) => call('openPublic', [region]),
    person: (region, payee) => call('person', [region, payee]),
    programs: () => call('programs', []),
    regions: () => call('regions', []),
    removeBoard: (region) => call('removeBoard', [region]),
    removeEverything: () => call('removeEverything', []),
    search: (region, query, limit) => call('search', [region, query, limit]),
    setHomeBoard: (region) => call('setHomeBoard', [region]),
    sync: (region, onProgress) => call('sync', [region], onProgress),
  }
}
