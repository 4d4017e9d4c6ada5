import type { InjectionKey } from 'vue'
import type { Device } from '#device/api.ts'

/** What the app takes from the world; `main.ts` alone makes the real ones. */
export interface Outside {
  device: Device
  /** Calls when boards on this device have changed, by this tab or another. Returns how to stop. */
  watch(changed: () => void): () => void
  /** Milliseconds since 1970, by the device's clock. Colours and schedules only. */
  now(): number
  /** 0 ≤ x < 1. */
  random(): number
  /** Small settings that must be known before the first paint. Null where the browser has none. */
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null
  /** False on plain http: nothing can be verified there. */
  secure: boolean
  version: string
  /** The tablet that hangs on the board: strangers read here, and nothing of them may stay. */
  tablet: boolean
}

export const OUTSIDE: InjectionKey<Outside> = Symbol('outside')
