import type { InjectOptions, Response } from 'light-my-request'
import { createApp, type App } from '#server/http/app.ts'
import { staticFile, type StaticFile } from '#server/http/static-files.ts'
import type { DialectName } from '#tests/support/databases.ts'
import { openOffice, PASSWORD, type TestOffice } from '../office.ts'

/** The real door on a real office, asked in memory. */
export interface Door {
  office: TestOffice
  app: App
  lines: string[]
  /** A request of nobody, as a browser on this origin sends it. */
  ask(method: string, url: string, more?: Partial<InjectOptions>): Promise<Response>
  /** A request of a person who is signed in. */
  as(
    login: string,
    method: string,
    url: string,
    body?: unknown,
    more?: Partial<InjectOptions>,
  ): Promise<Response>
  close(): Promise<void>
}

export const ORIGIN = 'http://board.test'

async function appFiles(): Promise<Map<string, StaticFile>> {
  const text = (content: string) => Buffer.from(content.padEnd(2000, ' '))
  const files: [string, Buffer][] = [
    ['/index.html', text('<!doctype html><title>Sambar</title>')],
    ['/sw.js', text('// service worker')],
    ['/assets/main-abc123.js', text('// main')],
    ['/fonts/hudum.woff2', Buffer.from([1, 2, 3])],
  ]
  return new Map(
    await Promise.all(
      files.map(async ([path, bytes]) => [path, await staticFile(path, bytes)] as const),
    ),
  )
}

export async function openDoor(dialect: DialectName = 'sqlite'): Promise<Door> {
  const office = await openOffice(dialect)
  const lines: string[] = []
  const app = await createApp({
    ...office,
    files: await appFiles(),
    log: (line) => lines.push(line),
  })
  const cookies = new Map<string, string>()
  const ask = (method: string, url: string, more: Partial<InjectOptions> = {}) =>
    app.inject({
      method: method as 'GET',
      url,
      ...more,
      headers: { host: 'board.test', origin: ORIGIN, ...more.headers },
    })
  const cookieOf = async (login: string): Promise<string> => {
    const known = cookies.get(login)
    if (known) return known
    const answer = await ask('POST', '/api/v1/session', { payload: { login, password: PASSWORD } })
    if (answer.statusCode !== 200) throw new Error(`${login}: ${answer.body}`)
    const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? ''
    cookies.set(login, cookie)
    return cookie
  }
  return {
    office,
    app,
    lines,
    ask,
    async as(login, method, url, body, more = {}) {
      const payload = body === undefined ? {} : { payload: body as object }
      const headers = { ...more.headers, cookie: await cookieOf(login) }
      return ask(method, url, { ...payload, ...more, headers })
    },
    async close() {
      await app.close()
      await office.close()
    },
  }
}
