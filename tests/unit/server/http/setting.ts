import type { Response } from 'light-my-request'
import { ALL_YES, FAR, FIRST, keepReport, meantOf, reportOf, taken } from '../office.ts'
import { openDoor, type Door } from './door.ts'

interface Standing {
  notice: string
  contentHash: string
}

/** An office with one sheet kept: a draft in the east, one in the west. */
export interface Setting {
  door: Door
  imported: string
  first: Standing
  far: Standing
}

export async function setTheTable(): Promise<Setting> {
  const door = await openDoor()
  const kept = taken(
    await keepReport(door.office, reportOf({ [FIRST]: [['巴特尔', 100]], [FAR]: [['张山', 20]] })),
  )
  const [first, far] = meantOf(kept)
  if (!first || !far) throw new Error('two drafts were meant')
  return { door, imported: kept.import, first, far }
}

/**
 * Tries an act on a notice that is in no state for it: who may not is turned away (403, 404) before anybody looks at the
 * state; who may is told about it (409, 422), or, to see, gets it. So nothing changes from one try to the next.
 */
export function approvedOrNot(
  { door, ...setting }: Setting,
  act: string,
  who: string,
  place: 'first' | 'far',
): Promise<Response> {
  const { notice, contentHash } = setting[place]
  const stale = { notices: [{ notice, contentHash: '0'.repeat(64) }] }
  switch (act) {
    case 'see':
      return door.as(who, 'GET', `/api/v1/office/notices/${notice}`)
    case 'submit':
      return door.as(who, 'POST', '/api/v1/office/submissions', stale)
    case 'review':
      return door.as(who, 'POST', '/api/v1/office/reviews', {
        notices: [{ notice, contentHash }],
        decision: 'approve',
        checks: ALL_YES,
        reasons: '',
      })
    case 'publish':
      return door.as(who, 'POST', '/api/v1/office/publications', { notices: [notice] })
    default:
      return withdrawal(door, who, notice)
  }
}

/** Only what hangs can be withdrawn, so what hangs is tried. */
async function withdrawal(door: Door, who: string, notice: string): Promise<Response> {
  const { storage } = door.office
  await storage.db
    .updateTable('notice_versions')
    .set({ state: 'published' })
    .where('notice', '=', notice)
    .execute()
  const answer = await door.as(who, 'POST', `/api/v1/office/notices/${notice}/withdrawal`, {
    why: ' ',
    office: '示范旗',
  })
  await storage.db
    .updateTable('notice_versions')
    .set({ state: 'draft' })
    .where('notice', '=', notice)
    .execute()
  return answer
}
