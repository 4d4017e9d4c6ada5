/** How long somebody is asked whether they are still there. */
export const ASK_MS = 15_000
/** A finger that lies on the glass for so long is a drop of water. */
const STUCK_MS = 5 * 60_000

/** Calls later; answers how to call it off. */
export type After = (ms: number, call: () => void) => () => void

export interface Idle {
  /** Somebody does something. */
  touch(): void
  /** A finger comes down or goes up; while it is down, nobody is away. */
  hold(down: boolean): void
  stop(): void
}

/**
 * Tells when a reader has gone: after `idleMs` without a touch, asked anew each time, it asks, and when nobody answers it ends. By timers alone, so
 * that a clock which jumps neither drives anybody away nor keeps anybody's page.
 */
export function createIdle(
  after: After,
  idleMs: () => number,
  {
    ask,
    stay,
    end,
    busy,
  }: {
    ask(): void
    /** Somebody is there after all. */
    stay(): void
    end(): void
    /** Something goes on that is no touch: a notice is being read aloud. */
    busy(): boolean
  },
): Idle {
  let off: () => void = () => undefined
  let asked = false
  let held = false
  let heldFor = 0

  function wait(): void {
    off()
    const ms = idleMs()
    off = after(ms, () => {
      if (busy() || (held && heldFor < STUCK_MS)) {
        heldFor += held ? ms : 0
        return wait()
      }
      asked = true
      ask()
      off = after(ASK_MS, end)
    })
  }
  wait()

  function touch(): void {
    if (asked) {
      asked = false
      stay()
    }
    wait()
  }
  return {
    touch,
    hold(down) {
      held = down
      heldFor = 0
      touch()
    },
    stop: () => off(),
  }
}
