import type { After } from '#app/kiosk/idle.ts'

/** Timers that run when a test says so. */
export function fakeTimers(): { after: After; pass(ms: number): Promise<void>; waiting(): number } {
  let now = 0
  let calls: { at: number; call: () => void }[] = []
  return {
    after(ms, call) {
      const one = { at: now + ms, call }
      calls.push(one)
      return () => void (calls = calls.filter((other) => other !== one))
    },
    async pass(ms) {
      const end = now + ms
      for (;;) {
        const next = calls.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        calls = calls.filter((one) => one !== next)
        now = next.at
        next.call()
        // What a call begins may wait for promises.
        for (let i = 0; i < 10; i++) await Promise.resolve()
      }
      now = end
    },
    waiting: () => calls.length,
  }
}
