import { CliTrouble } from './trouble.ts'

/** A person signed in at a running server, from the command line. */
export interface Session {
  /** Asks a route below `/api/v1/office/`; a refusal is thrown with the server's code. */
  post<T>(route: string, body: object): Promise<T>
  end(): Promise<void>
}

async function ask(url: URL, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url, request)
  } catch (cause) {
    throw new CliTrouble('serverUnreachable', { url: url.origin }, 1, { cause })
  }
}

/** The server's refusal, by its code and facts. */
async function refusalIn(answer: Response): Promise<CliTrouble> {
  const body: unknown = await answer.json().catch(() => null)
  const found = typeof body === 'object' && body !== null ? Object.entries(body) : []
  const code = found.find(([key]) => key === 'error')?.[1]
  const facts = found.filter(
    (fact): fact is [string, string | number] =>
      fact[0] !== 'error' && (typeof fact[1] === 'string' || typeof fact[1] === 'number'),
  )
  return new CliTrouble(typeof code === 'string' ? code : 'serverTrouble', {
    status: answer.status,
    ...Object.fromEntries(facts),
  })
}

export async function signInAt(server: string, login: string, password: string): Promise<Session> {
  const at = (path: string) => new URL(path, server)
  const headers = { 'content-type': 'application/json', origin: new URL(server).origin }
  const answer = await ask(at('/api/v1/session'), {
    method: 'POST',
    headers,
    body: JSON.stringify({ login, password }),
  })
  if (!answer.ok) throw await refusalIn(answer)
  const cookie = answer.headers
    .getSetCookie()
    .map((text) => text.split(';')[0] ?? '')
    .join('; ')
  return {
    async post<T>(route: string, body: object) {
      const done = await ask(at(`/api/v1/office/${route}`), {
        method: 'POST',
        headers: { ...headers, cookie },
        body: JSON.stringify(body),
      })
      if (!done.ok) throw await refusalIn(done)
      return (await done.json()) as T
    },
    async end() {
      await ask(at('/api/v1/session'), {
        method: 'DELETE',
        headers: { origin: headers.origin, cookie },
      })
    },
  }
}
