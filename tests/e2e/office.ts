import { execFileSync } from 'node:child_process'
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
