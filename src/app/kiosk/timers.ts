import type { After } from './idle.ts'

/** The browser's own timer, as `After`. */
export const later: After = (ms, call) => {
  const timer = window.setTimeout(call, ms)
  return () => window.clearTimeout(timer)
}

/** Again and again; how long to wait may be asked anew each time. Answers how to stop. */
export function every(ms: number | (() => number), call: () => void): () => void {
  let off: () => void = () => undefined
  const wait = () =>
    (off = later(typeof ms === 'number' ? ms : ms(), () => {
      call()
      wait()
    }))
  wait()
  return () => off()
}
