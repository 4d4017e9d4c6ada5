import { useKiosk } from '../stores/kiosk.ts'
import { createIdle } from './idle.ts'
import type { Idle } from './idle.ts'
import { later } from './timers.ts'

const TOUCHES = ['touchmove', 'wheel', 'keydown', 'input'] as const

/** Watches one visit: whatever is done on the page is a touch. */
export function useIdle(end: () => void): {
  begin(idleMs: () => number): void
  touch(): void
  end(): void
} {
  const kiosk = useKiosk()
  let idle: Idle | null = null
  const touch = () => idle?.touch()
  /** Fingers on the glass. One that the browser takes over to scroll is still there until its touch ends. */
  const fingers = new Set<number>()
  const down = ({ pointerId }: PointerEvent) => {
    fingers.add(pointerId)
    idle?.hold(true)
  }
  const up = ({ pointerId, type, pointerType }: PointerEvent) => {
    if (type === 'pointercancel' && pointerType === 'touch') return
    fingers.delete(pointerId)
    idle?.hold(fingers.size > 0)
  }
  const lift = ({ touches }: TouchEvent) => {
    if (touches.length > 0) return
    fingers.clear()
    idle?.hold(false)
  }
  const how = { capture: true, passive: true }

  function listen(on: boolean): void {
    const act = on ? 'addEventListener' : 'removeEventListener'
    for (const type of TOUCHES) document[act](type, touch, how)
    document[act]('pointerdown', down as EventListener, how)
    for (const type of ['pointerup', 'pointercancel']) document[act](type, up as EventListener, how)
    for (const type of ['touchend', 'touchcancel']) document[act](type, lift as EventListener, how)
  }
  return {
    begin(idleMs) {
      idle?.stop()
      listen(false)
      listen(true)
      idle = createIdle(later, idleMs, {
        ask: () => (kiosk.asking = true),
        stay: () => (kiosk.asking = false),
        end,
        busy: () => window.speechSynthesis?.speaking ?? false,
      })
    },
    touch,
    end() {
      idle?.stop()
      idle = null
      listen(false)
    },
  }
}
