/** What stood between us and an answer. None of it is anybody's lie, and none of it changes a board. */
export type DoorKind = 'offline' | 'captivePortal' | 'serverTrouble' | 'notReady'

/** No usable answer came. `kind` is what a person is told; the message is for the evidence and tests. */
export class DoorTrouble extends Error {
  readonly kind: DoorKind
  constructor(kind: DoorKind, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'DoorTrouble'
    this.kind = kind
  }
}

/** The county says that there is no such thing: 404 or 410. */
export class NotThere extends Error {
  constructor(path: string) {
    super(path)
    this.name = 'NotThere'
  }
}

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

export interface Timers {
  /** Calls `done` after so many milliseconds unless cancelled. */
  after(ms: number, done: () => void): () => void
}

export interface DoorDeps {
  /** Origin of the county's server, empty for our own. */
  base: string
  fetch: Fetch
  timers: Timers
}

/** Milliseconds without a byte before we give up: until the first header, and between two pieces of a body. */
const PATIENCE = { headers: 20_000, body: 20_000 }
/** A small answer that takes longer than this in all is none. */
const SMALL_ANSWER = 60_000

export interface Answer {
  /** Null on 304. */
  text: string | null
  etag: string | null
}

export interface Door {
  /** A small text, always fresh. `etag`: what is held; then 304 may come. */
  text(path: string, limit: number, etag?: string | null): Promise<Answer>
  /** Exactly `length` bytes, piece by piece as they come. More, fewer, or a page instead are refused. */
  stream(
    path: string,
    length: number,
    piece: (bytes: Uint8Array) => Promise<void> | void,
  ): Promise<void>
  bytes(path: string, length: number): Promise<Uint8Array>
  /** Sends JSON; a refusal of the county is an answer like any other. */
  post(
    path: string,
    json: string,
    headers: Record<string, string>,
    limit: number,
  ): Promise<{ status: number; text: string }>
}

/** The one way to the county: knows timeouts, captive portals and lengths; believes nothing. */
export function createDoor(deps: DoorDeps): Door {
  async function open(
    path: string,
    headers: Record<string, string>,
    watch: Watch,
    body?: string,
  ): Promise<Response> {
    watch.expect(PATIENCE.headers)
    let response: Response
    try {
      response = await watch.race(
        deps.fetch(deps.base + path, {
          ...(body === undefined ? {} : { method: 'POST', body }),
          headers,
          // Content is kept by hash in our own tables; a second copy in the HTTP cache would only lie sometimes.
          cache: 'no-store',
          credentials: 'omit',
          redirect: 'manual',
          signal: watch.signal,
        }),
      )
    } catch (cause) {
      throw new DoorTrouble('offline', `no answer: ${path}`, { cause })
    }
    refuse(response, path)
    return response
  }

  async function stream(
    path: string,
    length: number,
    piece: (bytes: Uint8Array) => Promise<void> | void,
  ): Promise<void> {
    const watch = new Watch(deps.timers)
    try {
      const response = await open(path, {}, watch)
      if (response.status !== 200) throw statusTrouble(response.status, path)
      let got = 0
      await readBody(response, watch, async (bytes) => {
        got += bytes.length
        if (got > length) throw new DoorTrouble('serverTrouble', `too long: ${path}`)
        await piece(bytes)
      })
      if (got < length) throw new DoorTrouble('offline', `cut off: ${path}`)
    } finally {
      watch.end()
    }
  }

  return {
    stream,
    async text(path, limit, etag) {
      const watch = new Watch(deps.timers, SMALL_ANSWER)
      try {
        const response = await open(path, etag ? { 'If-None-Match': etag } : {}, watch)
        if (response.status === 304 && etag) return { text: null, etag }
        if (response.status !== 200) throw statusTrouble(response.status, path)
        const text = await readText(response, watch, limit, path)
        return { text, etag: response.headers.get('etag') }
      } finally {
        watch.end()
      }
    },
    async post(path, json, headers, limit) {
      const watch = new Watch(deps.timers, SMALL_ANSWER)
      try {
        const all = { 'Content-Type': 'application/json', ...headers }
        const response = await open(path, all, watch, json)
        const { status } = response
        if (status >= 500) throw statusTrouble(status, path)
        return { status, text: await readText(response, watch, limit, path) }
      } finally {
        watch.end()
      }
    },
    async bytes(path, length) {
      const all = new Uint8Array(length)
      let at = 0
      await stream(path, length, (bytes) => {
        all.set(bytes, at)
        at += bytes.length
      })
      return all
    },
  }
}

/** A login page in the place of an answer comes as HTML with 200, as a redirect, or as 511. */
function refuse(response: Response, path: string): void {
  const { status, type, redirected } = response
  const html = /\bhtml\b/i.test(response.headers.get('content-type') ?? '')
  const redirect =
    type === 'opaqueredirect' || redirected || (status >= 301 && status <= 308 && status !== 304)
  if (redirect || status === 511 || (html && status < 500))
    throw new DoorTrouble('captivePortal', `${status}: ${path}`)
}

function statusTrouble(status: number, path: string): Error {
  if (status === 404 || status === 410) return new NotThere(path)
  if (status === 503 || status === 429) return new DoorTrouble('notReady', `${status}: ${path}`)
  return new DoorTrouble('serverTrouble', `${status}: ${path}`)
}

/** Without an encoding, Content-Length counts what we read; engines let a shorter body pass. */
function refuseShort(response: Response, got: number, path: string): void {
  const length = response.headers.get('content-length')
  if (length === null || response.headers.get('content-encoding')) return
  if (got < Number(length)) throw new DoorTrouble('offline', `cut off: ${path}`)
}

const looksLikePage = (text: string): boolean =>
  /^\s*<(!doctype|html|head|body|script|meta)/i.test(text)

function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new DoorTrouble('serverTrouble', `no text: ${path}`, { cause })
  }
}

export function join(pieces: Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}

async function readText(
  response: Response,
  watch: Watch,
  limit: number,
  path: string,
): Promise<string> {
  const pieces: Uint8Array[] = []
  let got = 0
  await readBody(response, watch, (bytes) => {
    got += bytes.length
    if (got > limit) throw new DoorTrouble('serverTrouble', `too long: ${path}`)
    pieces.push(bytes)
  })
  refuseShort(response, got, path)
  const text = decode(join(pieces, got), path)
  if (looksLikePage(text)) throw new DoorTrouble('captivePortal', `a page: ${path}`)
  return text
}

async function readBody(
  response: Response,
  watch: Watch,
  piece: (bytes: Uint8Array) => Promise<void> | void,
): Promise<void> {
  const reader = response.body?.getReader()
  if (!reader) return
  try {
    while (true) {
      watch.expect(PATIENCE.body)
      const { done, value } = await watch.race(reader.read()).catch((cause: unknown) => {
        throw new DoorTrouble('offline', 'the connection broke', { cause })
      })
      watch.rest()
      if (done) return
      await piece(value)
    }
  } catch (error) {
    // Whoever waits at the other end may go; whether that works is of no interest.
    reader.cancel().catch(() => undefined)
    throw error
  }
}

/** Aborts an exchange in which nothing comes. `AbortSignal.timeout` is younger than the phones we serve. */
class Watch {
  private readonly timers: Timers
  private readonly abort = new AbortController()
  private readonly late: Promise<never>
  private giveUp: (reason: Error) => void = () => undefined
  private cancel: (() => void) | null = null
  private cancelAll: (() => void) | null = null

  constructor(timers: Timers, inAll?: number) {
    this.timers = timers
    this.late = new Promise((_, reject) => (this.giveUp = reject))
    this.late.catch(() => undefined)
    if (inAll !== undefined) this.cancelAll = timers.after(inAll, () => this.stop())
  }

  get signal(): AbortSignal {
    return this.abort.signal
  }

  expect(ms: number): void {
    this.rest()
    this.cancel = this.timers.after(ms, () => this.stop())
  }

  /** No wait is on: our own work between two pieces does not count. */
  rest(): void {
    this.cancel?.()
    this.cancel = null
  }

  /** A fetch that heeds no signal must not hold us either. */
  race<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.late])
  }

  end(): void {
    this.rest()
    this.cancelAll?.()
  }

  private stop(): void {
    this.giveUp(new Error('nothing came in time'))
    this.abort.abort()
  }
}
