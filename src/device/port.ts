import type { Device, SyncProgress } from './api.ts'
import type { Timers } from './door/door.ts'

/** What a Worker, a MessagePort and a worker's own scope have in common. */
export interface Port {
  postMessage(message: unknown): void
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
  removeEventListener(type: 'message', listener: (event: MessageEvent) => void): void
  start?(): void
}

type Method = keyof Device
type OnProgress = (progress: SyncProgress) => void

/** Everything that the other side may be asked. */
const METHODS: Record<Method, true> = {
  ages: true,
  beat: true,
  boards: true,
  catalog: true,
  condition: true,
  crossCheck: true,
  enrol: true,
  evidence: true,
  fields: true,
  followHousehold: true,
  homeBoard: true,
  households: true,
  initials: true,
  listLines: true,
  listOrder: true,
  listSums: true,
  mark: true,
  markSeen: true,
  news: true,
  notListed: true,
  notice: true,
  notices: true,
  openCode: true,
  openLink: true,
  openPublic: true,
  orders: true,
  person: true,
  programs: true,
  regions: true,
  removeBoard: true,
  removeEverything: true,
  search: true,
  setHomeBoard: true,
  settings: true,
  sheet: true,
  similar: true,
  sync: true,
  tablet: true,
  unfollowHousehold: true,
}

interface Call {
  sambar: 'call'
  id: number
  method: Method
  args: unknown[]
  progress: boolean
}

/** The worker's one wish of its page: only a window may ask the browser to keep data. */
interface Wish {
  sambar: 'persist'
}
interface Granted {
  sambar: 'persisted'
  value: boolean
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

const says = (data: unknown, word: string): boolean =>
  typeof data === 'object' && data !== null && (data as { sambar?: unknown }).sambar === word

/** Asks the page at the other end to have the data kept. A page that does not answer holds nobody up for long. */
export function persistByPage(port: Port, timers: Timers): () => Promise<boolean> {
  return () =>
    new Promise((resolve) => {
      const end = (value: boolean) => {
        cancel()
        port.removeEventListener('message', listener)
        resolve(value)
      }
      const listener = ({ data }: MessageEvent) => {
        if (says(data, 'persisted')) end((data as Granted).value === true)
      }
      const cancel = timers.after(PERSIST_MS, () => end(false))
      port.addEventListener('message', listener)
      const wish: Wish = { sambar: 'persist' }
      port.postMessage(wish)
    })
}

/** Some browsers ask the person; that may take a while, and need not be waited for. */
const PERSIST_MS = 5000

const persistHere = async (): Promise<boolean> =>
  (await globalThis.navigator?.storage?.persist?.()) ?? false

/** Answers calls that arrive on `port` with `device`. The answer ends it. */
export function exposeDevice(device: Device | Promise<Device>, port: Port): () => void {
  const send = (answer: Answer) => port.postMessage(answer)
  const listener = (event: MessageEvent) => {
    if (!isCall(event.data)) return
    const { id, method, args, progress } = event.data
    const full = progress
      ? [args[0], (step: SyncProgress) => send({ sambar: 'progress', id, progress: step })]
      : args
    void (async () => {
      try {
        const here = await device
        // What it has itself may be called, and nothing else.
        if (!Object.prototype.hasOwnProperty.call(here, method)) return
        const target = here[method] as (...rest: unknown[]) => Promise<unknown>
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

/**
 * The device at the other end of `port`, as if it were here. A fault there is an Error here. `persist`: how this side asks
 * the browser to keep the data when the device wishes it.
 */
export function connectDevice(port: Port, persist = persistHere): Device {
  let next = 1
  const waiting = new Map<
    number,
    {
      resolve: (value: unknown) => void
      reject: (error: Error) => void
      onProgress: OnProgress | null
    }
  >()
  port.addEventListener('message', (event) => {
    const answer: unknown = event.data
    if (says(answer, 'persist')) {
      void persist()
        .catch(() => false)
        .then((value) => port.postMessage({ sambar: 'persisted', value } satisfies Granted))
      return
    }
    if (!isAnswer(answer)) return
    const call = waiting.get(answer.id)
    if (!call) return
    if (answer.sambar === 'progress') return call.onProgress?.(answer.progress)
    waiting.delete(answer.id)
    if (answer.sambar === 'value') call.resolve(answer.value)
    else call.reject(new Error(answer.message))
  })
  port.start?.()

  const call = (method: Method, args: unknown[]) =>
    new Promise((resolve, reject) => {
      const id = next++
      const onProgress = typeof args[1] === 'function' ? (args[1] as OnProgress) : null
      waiting.set(id, { resolve, reject, onProgress })
      const message: Call = {
        sambar: 'call',
        id,
        method,
        // A callback cannot travel; `sync` is the only method that takes one, in second place.
        args: onProgress ? args.slice(0, 1) : args,
        progress: onProgress !== null,
      }
      port.postMessage(message)
    })
  return Object.fromEntries(
    (Object.keys(METHODS) as Method[]).map((method) => [
      method,
      (...args: unknown[]) => call(method, args),
    ]),
  ) as unknown as Device
}

/** Calls whenever the worker at the other end says that boards have changed. Answers how to stop listening. */
export function watchDevice(port: Port, changed: () => void): () => void {
  const listener = ({ data }: MessageEvent) => {
    if (says(data, 'changed')) changed()
  }
  port.addEventListener('message', listener)
  port.postMessage({ sambar: 'watch' })
  return () => port.removeEventListener('message', listener)
}

/** Begins to tell the page of changes when it first asks. `watch`: calls on each change. */
export function announceChanges(port: Port, watch: (changed: () => void) => void): void {
  let watching = false
  port.addEventListener('message', ({ data }) => {
    if (watching || !says(data, 'watch')) return
    watching = true
    watch(() => port.postMessage({ sambar: 'changed' }))
  })
}
