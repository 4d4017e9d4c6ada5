import type { ShownBoard } from '#protocol/device-heartbeat.ts'
import type { Hash } from '#domain/board/board-state.ts'
import { parseRegionCode } from '#domain/region/region-code.ts'

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
