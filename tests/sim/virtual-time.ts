import type { Timers } from '#device/door/door.ts'

/** Time that stands still unless it is moved. */
export class VirtualTime {
  now: number
  readonly #waiting = new Set<{ at: number; done: () => void }>()

  constructor(now: number) {
    this.now = now
  }

  readonly timers: Timers = {
    after: (ms, done) => {
      const timer = { at: this.now + ms, done }
      this.#waiting.add(timer)
      return () => this.#waiting.delete(timer)
    },
  }

  pass(ms: number): void {
    this.now += ms
    for (const timer of [...this.#waiting].sort((a, b) => a.at - b.at))
      if (timer.at <= this.now && this.#waiting.delete(timer)) timer.done()
  }

  /** Nothing happens any more until somebody's patience ends. */
  stall(): Promise<void> {
    const next = Math.min(...[...this.#waiting].map(({ at }) => at))
    return new Promise(() => {
      if (Number.isFinite(next)) setImmediate(() => this.pass(Math.max(0, next - this.now)))
    })
  }
}
