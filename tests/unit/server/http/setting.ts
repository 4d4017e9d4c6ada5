import type { Response } from 'light-my-request'
import { writeAudit } from '#server/storage/audit.ts'
import { ALL_YES, FAR, FIRST, keepReport, meantOf, reportOf, taken } from '../office.ts'
import { openDoor, type Door } from './door.ts'

/** In the east and in the west of the county. */
export type Place = 'first' | 'far'

interface Standing {
  region: string
  village: string
  notice: string
  contentHash: string
  /** A sheet of this village alone, kept as a draft. */
  kept: string
  /** A sheet of this village alone that the county's importer has handed in and looks at. */
  waiting: string
  cadre: string
  /** A tablet of this village alone, not enrolled. */
  device: string
  /** One that was taken back: nothing can be done with it. */
  revoked: string
}

/** An office with a sheet of two villages kept, and of each village whatever a route can be about. */
export interface Setting {
  door: Door
  imported: string
  first: Standing
  far: Standing
}

export async function setTheTable(): Promise<Setting> {
  const door = await openDoor()
  const { office } = door
  const both = await keepReport(
    office,
    reportOf({ [FIRST]: [['巴特尔', 100]], [FAR]: [['张山', 20]] }),
  )
  const [first, far] = meantOf(taken(both))
  if (!first || !far) throw new Error('two drafts were meant')
  const standing = async (
    meant: typeof first,
    region: string,
    village: string,
    cadre: string,
  ): Promise<Standing> => {
    const kept = taken(
      await keepReport(office, reportOf({ [region]: [['其木格', 7]] }, { year: 2024 })),
    )
    const sent = await handIn(door, 'importer', village)
    const { import: waiting } = sent.json() as { import: string }
    const at = '2026-03-02T01:00:00Z'
    await office.storage.db
      .transaction()
      .execute((tx) => writeAudit(tx, { at, staff: null, action: 'test', region }))
    const device = await tablet(door, region)
    const revoked = await tablet(door, region)
    await door.as('admin', 'POST', `/api/v1/office/devices/${revoked}/revocation`)
    return {
      region,
      village,
      ...meant,
      kept: kept.import,
      waiting,
      cadre: office.person(cadre).id,
      device,
      revoked,
    }
  }
  return {
    door,
    imported: taken(both).import,
    first: await standing(first, FIRST, '示范嘎查一', 'cadre-first'),
    far: await standing(far, FAR, '示范嘎查九', 'cadre-far'),
  }
}

const handIn = (door: Door, who: string, village: string): Promise<Response> =>
  door.as(who, 'POST', '/api/v1/office/imports?program=relief&year=2025', undefined, {
    payload: Buffer.from(`嘎查,姓名,补贴金额\n${village},巴特尔,100\n`),
    headers: { 'content-type': 'application/octet-stream', 'x-file-name': 'a.csv' },
  })

const tablet = async (door: Door, region: string): Promise<string> => {
  const made = await door.as('admin', 'POST', '/api/v1/office/devices', { boards: [region] })
  return (made.json() as { device: string }).device
}

/** Out of scope is as if it were not there; a role without the act does not get past the door. */
const isOpen = ({ statusCode }: Response): boolean => statusCode !== 403 && statusCode !== 404

const NOT_SEEN = '0'.repeat(64)

/**
 * Tries a route on what it is about, in a state or with words that it cannot take: who may not is turned away (403, 404)
 * before anybody looks at those; who may is told about them (409, 422), or, to see, gets it. So nothing changes from one
 * try to the next. True where the person reached it.
 */
export const TRIES: {
  [route: string]: (setting: Setting, who: string, place: Place) => Promise<boolean>
} = {
  'POST /api/v1/office/imports': async ({ door, ...at }, who, place) => {
    const answer = await handIn(door, who, at[place].village)
    return (answer.json() as { report?: { accepted: boolean } }).report?.accepted === true
  },
  'GET /api/v1/office/imports': lists('imports', ({ kept }) => kept),
  'GET /api/v1/office/imports/:id': sees(({ kept }) => `imports/${kept}`),
  'PUT /api/v1/office/imports/:id/mapping': async ({ door, ...at }, who, place) =>
    isOpen(
      await door.as(who, 'PUT', `/api/v1/office/imports/${at[place].waiting}/mapping`, {
        mapping: {},
      }),
    ),
  'POST /api/v1/office/imports/:id/keep': posts(({ waiting }) => [
    `imports/${waiting}/keep`,
    { report: NOT_SEEN },
  ]),
  'GET /api/v1/office/notices': lists('notices', ({ notice }) => notice),
  'GET /api/v1/office/notices/:id': sees(({ notice }) => `notices/${notice}`),
  'GET /api/v1/office/notices/:id/lines': sees(({ notice }) => `notices/${notice}/lines`),
  'POST /api/v1/office/submissions': posts(({ notice }) => [
    'submissions',
    { notices: [{ notice, contentHash: NOT_SEEN }] },
  ]),
  'POST /api/v1/office/revisions': posts(({ notice }) => [
    'revisions',
    { notices: [{ notice, contentHash: NOT_SEEN }] },
  ]),
  'POST /api/v1/office/reviews': posts(({ notice, contentHash }) => [
    'reviews',
    { notices: [{ notice, contentHash }], decision: 'approve', checks: ALL_YES, reasons: '' },
  ]),
  'POST /api/v1/office/publications': posts(({ notice }) => [
    'publications',
    { notices: [notice] },
  ]),
  'POST /api/v1/office/notices/:id/withdrawal': withdrawal,
  'GET /api/v1/office/boards': lists('boards', ({ region }) => region),
  'GET /api/v1/office/people': lists('people', ({ cadre }) => cadre),
  'POST /api/v1/office/people': posts(({ region }) => [
    'people',
    { login: 'new', name: '新人', password: 'short', grants: [{ role: 'cadre', region }] },
  ]),
  'PUT /api/v1/office/people/:id': async ({ door, ...at }, who, place) =>
    isOpen(await door.as(who, 'PUT', `/api/v1/office/people/${at[place].cadre}`, { name: ' ' })),
  'GET /api/v1/office/audit': lists('audit', ({ region }) => region),
  'GET /api/v1/office/devices': lists('devices', ({ device }) => device),
  'POST /api/v1/office/devices': posts(({ region }) => [
    'devices',
    { boards: [region], pin: '123456' },
  ]),
  'PUT /api/v1/office/devices/:id': async ({ door, ...at }, who, place) =>
    isOpen(await door.as(who, 'PUT', `/api/v1/office/devices/${at[place].revoked}`, { name: '' })),
  'POST /api/v1/office/devices/:id/code': posts(({ revoked }) => [`devices/${revoked}/code`]),
  'POST /api/v1/office/devices/:id/restart': posts(({ revoked }) => [`devices/${revoked}/restart`]),
  'POST /api/v1/office/devices/:id/revocation': posts(({ revoked }) => [
    `devices/${revoked}/revocation`,
  ]),
}

/** Is what stands for the place anywhere in this list? */
function lists(list: string, of: (standing: Standing) => string) {
  return async ({ door, ...at }: Setting, who: string, place: Place): Promise<boolean> => {
    const answer = await door.as(who, 'GET', `/api/v1/office/${list}`)
    return answer.statusCode === 200 && answer.body.includes(`"${of(at[place])}"`)
  }
}

function sees(of: (standing: Standing) => string) {
  return async ({ door, ...at }: Setting, who: string, place: Place): Promise<boolean> =>
    isOpen(await door.as(who, 'GET', `/api/v1/office/${of(at[place])}`))
}

function posts(of: (standing: Standing) => [route: string, body?: object]) {
  return async ({ door, ...at }: Setting, who: string, place: Place): Promise<boolean> => {
    const [route, body] = of(at[place])
    return isOpen(await door.as(who, 'POST', `/api/v1/office/${route}`, body))
  }
}

/** Only what hangs can be withdrawn, so what hangs is tried. */
async function withdrawal({ door, ...at }: Setting, who: string, place: Place): Promise<boolean> {
  const { notice } = at[place]
  const set = (state: string) =>
    door.office.storage.db
      .updateTable('notice_versions')
      .set({ state })
      .where('notice', '=', notice)
      .execute()
  await set('published')
  const answer = await door.as(who, 'POST', `/api/v1/office/notices/${notice}/withdrawal`, {
    why: ' ',
    office: '示范旗',
  })
  await set('draft')
  return isOpen(answer)
}
