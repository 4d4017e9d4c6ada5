import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp } from '#server/http/app.ts'
import type { RoutePolicy } from '#server/auth/policy.ts'
import { type Setting, setTheTable, TRIES } from './setting.ts'

let setting: Setting
beforeAll(async () => {
  setting = await setTheTable()
})
afterAll(() => setting.door.close())

/** Who may do what in the whole system, by people of the test office. Written by hand: the code has to agree with it. */
const PEOPLE = [
  'nobody',
  'admin',
  'admin-east',
  'importer',
  'importer-east',
  'reviewer',
  'reviewer-east',
  'reviewer-west',
  'cadre-first',
  'cadre-far',
  'auditor',
  'auditor-west',
] as const
type Who = (typeof PEOPLE)[number]

const OFFICE: Who[] = PEOPLE.filter((who) => who !== 'nobody')
const EVERYBODY: Who[] = [...PEOPLE]
const IMPORTERS: Who[] = ['importer', 'importer-east']
const ADMINS: Who[] = ['admin', 'admin-east']
const REVIEWERS: Who[] = ['reviewer', 'reviewer-east', 'reviewer-west']

/** Policy → who gets past the door at all. */
const DOOR: Record<RoutePolicy, readonly Who[]> = {
  public: EVERYBODY,
  signedIn: OFFICE,
  readOffice: OFFICE,
  import: IMPORTERS,
  submit: IMPORTERS,
  review: REVIEWERS,
  publish: [...ADMINS, ...REVIEWERS],
  withdraw: [...ADMINS, ...REVIEWERS],
  readPeople: [...ADMINS, 'auditor', 'auditor-west'],
  managePeople: ADMINS,
  readAudit: [...ADMINS, 'auditor', 'auditor-west'],
  readDevices: [...ADMINS, ...REVIEWERS, 'auditor', 'auditor-west'],
  manageDevices: [...ADMINS, ...REVIEWERS],
}

/** Route → policy. A route that is not here fails the test, and so does one that is here and not there. */
const ROUTES: { [route: string]: RoutePolicy } = {
  'GET /api/v1/boards/:region': 'public',
  'GET /api/v1/objects/:address': 'public',
  'GET /api/v1/packs/:address': 'public',
  'GET /api/v1/log': 'public',
  'GET /api/v1/log/consistency': 'public',
  'GET /api/v1/checkpoint': 'public',
  'GET /api/v1/tile/*': 'public',
  'GET /api/v1/health': 'public',
  'GET /api/openapi.json': 'public',
  'POST /api/v1/session': 'public',
  'GET /api/v1/session': 'signedIn',
  'DELETE /api/v1/session': 'signedIn',
  'PUT /api/v1/session/password': 'signedIn',
  'POST /api/v1/office/imports': 'import',
  'GET /api/v1/office/imports': 'readOffice',
  'GET /api/v1/office/imports/:id': 'readOffice',
  'PUT /api/v1/office/imports/:id/mapping': 'import',
  'POST /api/v1/office/imports/:id/keep': 'import',
  'GET /api/v1/office/notices': 'readOffice',
  'GET /api/v1/office/notices/:id': 'readOffice',
  'GET /api/v1/office/notices/:id/lines': 'readOffice',
  'POST /api/v1/office/submissions': 'submit',
  'POST /api/v1/office/revisions': 'submit',
  'POST /api/v1/office/reviews': 'review',
  'POST /api/v1/office/publications': 'publish',
  'POST /api/v1/office/notices/:id/withdrawal': 'withdraw',
  'GET /api/v1/office/programs': 'readOffice',
  'GET /api/v1/office/boards': 'readOffice',
  'GET /api/v1/office/people': 'readPeople',
  'POST /api/v1/office/people': 'managePeople',
  'PUT /api/v1/office/people/:id': 'managePeople',
  'GET /api/v1/office/audit': 'readAudit',
  'POST /api/v1/devices': 'public',
  'POST /api/v1/devices/:id/heartbeat': 'public',
  'GET /api/v1/office/devices': 'readDevices',
  'POST /api/v1/office/devices': 'manageDevices',
  'PUT /api/v1/office/devices/:id': 'manageDevices',
  'POST /api/v1/office/devices/:id/code': 'manageDevices',
  'POST /api/v1/office/devices/:id/restart': 'manageDevices',
  'POST /api/v1/office/devices/:id/revocation': 'manageDevices',
  'GET /plain': 'public',
  'GET /plain/:village': 'public',
  'GET /plain/:village/:notice': 'public',
  'POST /plain/:village': 'public',
  'GET /s/:region/:notice/:version/:digest': 'public',
  'GET /x/:region/:seq/:manifest': 'public',
  'GET /index.html': 'public',
  'GET /sw.js': 'public',
  'GET /assets/main-abc123.js': 'public',
  'GET /fonts/hudum.woff2': 'public',
}

test('F84 every route has its policy, and it is the one in the table', () => {
  const declared = setting.door.app.declaredRoutes
    .filter(({ method }) => method !== 'HEAD')
    .map(({ method, url, policy }) => [`${method} ${url}`, policy])
  expect(Object.fromEntries(declared)).toEqual(ROUTES)
})

test('a route without a policy does not come into being', async () => {
  const app = await createApp({ ...setting.door.office, files: new Map() })
  expect(() => app.get('/api/v1/forgotten', () => 'hello')).toThrow(
    'GET /api/v1/forgotten has no policy',
  )
  await app.close()
})

describe('F84 every route × every person: who gets past the door', () => {
  test.each(Object.entries(ROUTES))('%s', async (route, policy) => {
    const [method = '', url = ''] = route.split(' ')
    const path = url
      .replace(/:(region|village)/, '152529900201')
      .replace(':notice', '0'.repeat(32))
      .replace(':id', '0'.repeat(32))
      .replace(':address', 'f'.repeat(64))
      .replace('*', '0/000')
    for (const who of PEOPLE) {
      // Ending one's own session is no question of rights.
      if (method === 'DELETE') continue
      const answer =
        who === 'nobody'
          ? await setting.door.ask(method, path)
          : await setting.door.as(who, method, path)
      const open = DOOR[policy].includes(who)
      const turnedAway = answer.statusCode === 401 || answer.statusCode === 403
      const signIn = route === 'POST /api/v1/session'
      expect([who, turnedAway], `${answer.statusCode} ${answer.body}`).toEqual([
        who,
        !open && !signIn,
      ])
      if (turnedAway)
        expect(answer.json()).toEqual({ error: who === 'nobody' ? 'signInNeeded' : 'notAllowed' })
    }
  })
})

type Reach = { first: readonly Who[]; far: readonly Who[] }

const SEE: Reach = {
  first: [
    ...ADMINS,
    'importer',
    'importer-east',
    'reviewer',
    'reviewer-east',
    'cadre-first',
    'auditor',
  ],
  far: ['admin', 'importer', 'reviewer', 'reviewer-west', 'cadre-far', 'auditor', 'auditor-west'],
}
const HAND_IN: Reach = { first: ['importer', 'importer-east'], far: ['importer'] }
/** A sheet that is being looked at is its importer's alone. */
const OWN: Reach = { first: ['importer'], far: ['importer'] }
const HANG: Reach = {
  first: [...ADMINS, 'reviewer', 'reviewer-east'],
  far: ['admin', 'reviewer', 'reviewer-west'],
}
const PEOPLE_SEEN: Reach = {
  first: [...ADMINS, 'auditor'],
  far: ['admin', 'auditor', 'auditor-west'],
}
const MANAGE: Reach = { first: ADMINS, far: ['admin'] }
const DEVICES_SEEN: Reach = {
  first: [...HANG.first, 'auditor'],
  far: [...HANG.far, 'auditor', 'auditor-west'],
}

/** What is about a region: who reaches what lies in FIRST (in the east) and in FAR (in the west), by route. */
const REACH: { [route: string]: Reach } = {
  'POST /api/v1/office/imports': HAND_IN,
  'GET /api/v1/office/imports': SEE,
  'GET /api/v1/office/imports/:id': SEE,
  'PUT /api/v1/office/imports/:id/mapping': OWN,
  'POST /api/v1/office/imports/:id/keep': OWN,
  'GET /api/v1/office/notices': SEE,
  'GET /api/v1/office/notices/:id': SEE,
  'GET /api/v1/office/notices/:id/lines': SEE,
  'POST /api/v1/office/submissions': HAND_IN,
  'POST /api/v1/office/revisions': HAND_IN,
  'POST /api/v1/office/reviews': {
    first: ['reviewer', 'reviewer-east'],
    far: ['reviewer', 'reviewer-west'],
  },
  'POST /api/v1/office/publications': HANG,
  'POST /api/v1/office/notices/:id/withdrawal': HANG,
  'GET /api/v1/office/boards': SEE,
  'GET /api/v1/office/people': PEOPLE_SEEN,
  'POST /api/v1/office/people': MANAGE,
  'PUT /api/v1/office/people/:id': MANAGE,
  'GET /api/v1/office/audit': PEOPLE_SEEN,
  'GET /api/v1/office/devices': DEVICES_SEEN,
  'POST /api/v1/office/devices': HANG,
  'PUT /api/v1/office/devices/:id': HANG,
  'POST /api/v1/office/devices/:id/code': HANG,
  'POST /api/v1/office/devices/:id/restart': HANG,
  'POST /api/v1/office/devices/:id/revocation': HANG,
}
/** About no region: the county's programs are on its board for all. */
const ABOUT_NO_REGION = ['GET /api/v1/office/programs']

describe('F84 every route × every person × in and out of scope', () => {
  test('no route of the office is left out', () => {
    const office = Object.keys(ROUTES).filter((route) => route.includes('/office/'))
    expect([...Object.keys(REACH), ...ABOUT_NO_REGION].sort()).toEqual(office.sort())
  })

  test.each(Object.entries(REACH))('%s', async (route, reach) => {
    for (const who of OFFICE)
      for (const place of ['first', 'far'] as const)
        expect([who, place, await TRIES[route]?.(setting, who, place)]).toEqual([
          who,
          place,
          reach[place].includes(who),
        ])
  })

  test('lists show nothing from beyond', async () => {
    const { door, first, far } = setting
    const seen = async (who: string) => {
      const answer = await door.as(who, 'GET', '/api/v1/office/notices')
      const notices = (answer.json() as { notices: { notice: string }[] }).notices
      return [first, far].map(({ notice }) => notices.some((one) => one.notice === notice))
    }
    expect(await seen('reviewer-east')).toEqual([true, false])
    expect(await seen('cadre-far')).toEqual([false, true])
    expect(await seen('auditor')).toEqual([true, true])
    const boards = await door.as('cadre-first', 'GET', '/api/v1/office/boards')
    expect((boards.json() as { boards: { region: string }[] }).boards.map((b) => b.region)).toEqual(
      ['152529900201'],
    )
  })

  test('accounts and audit of another township stay there', async () => {
    const { door, first } = setting
    const { notice, contentHash } = first
    const people = (await door.as('auditor-west', 'GET', '/api/v1/office/people')).json() as {
      people: { login: string }[]
    }
    expect(people.people.map(({ login }) => login).sort()).toEqual([
      'auditor-west',
      'cadre-far',
      'reviewer-west',
    ])
    const all = (await door.as('auditor', 'GET', '/api/v1/office/people')).json() as typeof people
    expect(all.people).toHaveLength(OFFICE.length)
    await door.as('importer', 'POST', '/api/v1/office/submissions', {
      notices: [{ notice, contentHash }],
    })
    const acts = async (who: string) => {
      const { rows } = (await door.as(who, 'GET', '/api/v1/office/audit')).json() as {
        rows: { action: string }[]
      }
      return rows.map(({ action }) => action)
    }
    expect(await acts('auditor')).toContain('submit')
    expect(await acts('auditor-west')).toEqual(['revokeDevice', 'addDevice', 'addDevice', 'test'])
  })

  test('an import shows each reviewer the villages that are theirs', async () => {
    const { door, imported } = setting
    const regions = async (who: string) => {
      const answer = await door.as(who, 'GET', `/api/v1/office/imports/${imported}`)
      const { drafts = [], report } = answer.json() as {
        drafts?: { region: string }[]
        report?: unknown
      }
      return [answer.statusCode, drafts.map(({ region }) => region), Boolean(report)]
    }
    expect(await regions('reviewer-west')).toEqual([200, ['152529901201'], false])
    expect(await regions('cadre-first')).toEqual([200, ['152529900201'], false])
    expect(await regions('importer')).toEqual([200, ['152529900201', '152529901201'], true])
  })
})
