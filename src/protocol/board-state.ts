import type { BoardState, PostedNotice } from '#domain/board/board-state.ts'
import type { RegionCode } from '#domain/region/region.ts'
import type { NoticeRecord, Shelf } from './shapes.ts'

/** A notice without bytes and keys. */
export function postedNotice(notice: NoticeRecord): PostedNotice {
  const { objects: _objects, pack: _pack, ...posted } = notice
  return posted
}

/** The board as `domain/board` compares it: all notices of all shelves, in the manifest's order of shelves. */
export const boardStateOf = (region: RegionCode, shelves: readonly Shelf[]): BoardState => ({
  region,
  notices: shelves.flatMap((shelf) => shelf.notices.map(postedNotice)),
})
