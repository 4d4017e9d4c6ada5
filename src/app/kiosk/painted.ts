import type { ShownBoard } from '#protocol/device-heartbeat.ts'
import type { Hash } from '#domain/board/board-state.ts'
import { parseRegionCode } from '#domain/region/region-code.ts'
import { atRest } from '../frame.ts'

/** So long a frame may take to come: a screen that is off draws none. */
const FRAME_MS = 1_000

/** Waits until what stands in the page now has been drawn, and the page is at rest. */
export const onceDrawn = (page: Window): Promise<void> =>
  new Promise((resolve) => {
    page.setTimeout(resolve, FRAME_MS)
    atRest(resolve)
  })

/**
 * What a painted leaf says that it was drawn from, read back from the page itself: what was downloaded may be another board
 * than the one that people see. Null where nothing is painted.
 */
export function paintedOn(page: ParentNode): ShownBoard | null {
  const { region, seq, manifest } =
    page.querySelector<HTMLElement>('[data-manifest]')?.dataset ?? {}
  const code = parseRegionCode(region ?? '')
  const number = Number(seq)
  if (
    code === null ||
    !seq ||
    !Number.isSafeInteger(number) ||
    !/^[0-9a-f]{64}$/.test(manifest ?? '')
  )
    return null
  return { region: code, seq: number, manifest: manifest as Hash }
}
