import { execFileSync } from 'node:child_process'
import { DEMO_PASSWORD } from '#tests/support/sambar-cli.ts'
import { SAMBAR, type TestServer } from '#tests/support/server.ts'

export interface BoardFacts {
  region: string
  /** `https://…/b#…`, at this server. */
  link: string
  code: string
  /** The secret in the link. */
  key: string
}

/** Boards with their keys, as the office prints them on its sheets. */
export function boardsOf(server: TestServer): Map<string, BoardFacts> {
  const said = execFileSync(process.execPath, [SAMBAR, 'board', '--json'], {
    encoding: 'utf8',
    maxBuffer: 1 << 24,
    env: {
      ...process.env,
      SAMBAR_DATA: server.dataDir,
      PORT: String(server.port),
      DATABASE_URL: '',
    },
  })
  const { boards } = JSON.parse(said) as {
    boards: { region: string; link: string; code: string }[]
  }
  return new Map(
    boards.map(({ region, link, code }) => {
      const fragment = link.split('#')[1]!
      return [
        region,
        { region, code, link: `${server.url}/b#${fragment}`, key: fragment.split('.')[2]! },
      ]
    }),
  )
}

export interface OfficeNotice {
  notice: string
  region: string
  version: number
  state: string
  program: string | null
  year: number
  batch: string | null
  lines: number
}

/** The office at its desk: a named person, signed in. */
export interface Desk {
  /** Notices in a state, of one board. */
  notices(state: string, region: string): Promise<OfficeNotice[]>
  /** Publishes what was approved for this board; the notice's id. */
  publishApproved(region: string): Promise<string>
}

export async function signIn(server: TestServer): Promise<Desk> {
  const headers = { 'content-type': 'application/json', origin: server.url }
  const ask = (path: string, body: unknown, cookie = '') =>
    fetch(`${server.url}/api/v1/${path}`, {
      method: body === null ? 'GET' : 'POST',
      headers: { ...headers, cookie },
      ...(body === null ? {} : { body: JSON.stringify(body) }),
    })
  const signedIn = await ask('session', { login: 'guanli', password: DEMO_PASSWORD })
  if (signedIn.status !== 200) throw new Error(`the desk is closed: ${signedIn.status}`)
  const cookie = signedIn.headers
    .getSetCookie()
    .map((text) => text.split(';')[0])
    .join('; ')
  const desk: Desk = {
    async notices(state, region) {
      const answer = await ask(`office/notices?state=${state}&region=${region}`, null, cookie)
      const { notices } = (await answer.json()) as { notices: OfficeNotice[] }
      return notices.filter((notice) => notice.region === region)
    },
    async publishApproved(region) {
      const id = (await desk.notices('approved', region))[0]?.notice
      if (!id) throw new Error(`nothing approved for ${region}`)
      const done = await ask('office/publications', { notices: [id] }, cookie)
      if (done.status !== 200) throw new Error(`not published: ${done.status}`)
      return id
    },
  }
  return desk
}
