import type { NoticeId } from '../notice/notice.ts'
import type { RegionCode } from '../region/region.ts'
import type { Hash, PostedNotice } from './board-state.ts'

/** Of which version of what a sheet of paper says it is a copy. */
export interface SheetName {
  region: RegionCode
  notice: NoticeId
  version: number
  digest: Hash
}

/**
 * What a board says of a sheet. `neverPublished` is `settled` where no later board can change it: the chain of versions
 * has another digest in this place. What a board does not know yet may have been published after it.
 */
export type SheetVerdict =
  | { verdict: 'current' }
  | { verdict: 'superseded'; version: number }
  | { verdict: 'withdrawn' }
  | { verdict: 'neverPublished'; settled: boolean }

/** `posted`: the notice that the board has under the sheet's name, null where it has none. */
export function judgeSheet(
  sheet: Pick<SheetName, 'version' | 'digest'>,
  posted: Pick<PostedNotice, 'version' | 'digest' | 'chain' | 'withdrawal'> | null,
): SheetVerdict {
  if (posted === null || sheet.version > posted.version)
    return { verdict: 'neverPublished', settled: false }
  const known = [...posted.chain, posted].find(({ version }) => version === sheet.version)
  if (known?.digest !== sheet.digest) return { verdict: 'neverPublished', settled: true }
  if (posted.withdrawal) return { verdict: 'withdrawn' }
  return known.version === posted.version
    ? { verdict: 'current' }
    : { verdict: 'superseded', version: posted.version }
}
