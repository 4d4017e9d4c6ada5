import type { Answered, SimServer } from './sim-server.ts'
import type { Dice } from './dice.ts'
import type { Power } from './power.ts'
import type { VirtualTime } from './virtual-time.ts'

const FAULTS = [
  'dropRequest',
  'dropAnswer',
  'oldAnswer',
  'double',
  'shorten',
  'break',
  'mutate',
  'portal',
  'stall',
  'status',
  'notThere',
] as const
type Fault = (typeof FAULTS)[number]

/** How bad the line is. */
export interface Weather {
  /** Chance of a fault for each request. */
  faults: number
  /** What a bad box on the way does to every answer of one kind, again and again. */
  always: { room: string; fault: Fault } | null
}

export const CALM: Weather = { faults: 0, always: null }

/** Lines as one meets them: good, bad, and good but for one box that means well. */
export const weatherOf = (dice: Dice): Weather => ({
  faults: dice.pick([0, 0.1, 0.3]),
  always: dice.chance(0.35)
    ? {
        room: dice.pick(['boards', 'packs', 'objects', 'checkpoint']),
        fault: dice.pick(['oldAnswer', 'mutate', 'portal', 'shorten']),
      }
    : null,
})

/** The line between one device and the county: everything that comes through it may be anything. */
export class Network {
  readonly #server: SimServer
  readonly #dice: Dice
  readonly #time: VirtualTime
  readonly #old = new Map<string, Answered[]>()
  /** What happens elsewhere while a request is under way. */
  meanwhile: () => Promise<void> = () => Promise.resolve()
  weather: Weather = CALM
  readonly log: string[] = []

  constructor(server: SimServer, dice: Dice, time: VirtualTime) {
    this.#server = server
    this.#dice = dice
    this.#time = time
  }

  /** `fetch` of an app that lives as long as `power`. */
  fetchFor =
    (power: Power) =>
    async (url: string, init: RequestInit = {}): Promise<Response> => {
      power.step()
      await this.meanwhile()
      const headers = Object.fromEntries(new Headers(init.headers).entries())
      const fault = this.#faultFor(url)
      this.log.push(`${url.replace(/^\/api\/v1/, '').slice(0, 40)}${fault ? ` ${fault}` : ''}`)
      const body = typeof init.body === 'string' ? init.body : null
      const answer = await this.#carry(url, headers, body, fault)
      power.step()
      return this.#respond(answer, fault, power)
    }

  #faultFor(url: string): Fault | null {
    const { faults, always } = this.weather
    if (always && url.includes(`/v1/${always.room}`)) return always.fault
    return this.#dice.chance(faults) ? this.#dice.pick(FAULTS) : null
  }

  async #carry(
    url: string,
    headers: Record<string, string>,
    body: string | null,
    fault: Fault | null,
  ): Promise<Answered> {
    if (fault === 'dropRequest') throw new TypeError('network')
    const old = this.#old.get(url)
    if (fault === 'oldAnswer' && old) return this.#dice.pick(old)
    if (fault === 'double') await this.#server.answer(url, headers, body)
    const answer = await this.#server.answer(url, headers, body)
    if (!answer) throw new TypeError('connection refused')
    // What a cache on the way may hand out again one day, to whoever asks.
    if (answer.status === 200 && body === null)
      this.#old.set(url, [...(old ?? []).slice(-3), answer])
    if (fault === 'dropAnswer') throw new TypeError('network')
    if (fault === 'portal') return page
    if (fault === 'status') return { ...empty, status: this.#dice.pick([500, 502, 503, 429]) }
    if (fault === 'notThere') return { ...empty, status: this.#dice.pick([404, 410]) }
    if (fault === 'mutate' && answer.body.length > 0) {
      const bent = answer.body.slice()
      const at = this.#dice.below(bent.length)
      bent[at] = (bent[at] ?? 0) ^ (1 << this.#dice.below(8))
      return { ...answer, body: bent }
    }
    return answer
  }

  #respond(answer: Answered, fault: Fault | null, power: Power): Response {
    const { status, headers } = answer
    if (status === 304) return new Response(null, { status, headers })
    const cut = fault === 'shorten' || fault === 'break' || fault === 'stall'
    const body = cut ? answer.body.subarray(0, this.#dice.below(answer.body.length)) : answer.body
    const pieces = this.#pieces(body)
    const time = this.#time
    const stream = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          if (power.dead) return controller.error(new TypeError('network'))
          const piece = pieces.shift()
          if (piece) return controller.enqueue(piece)
          if (fault === 'break') return controller.error(new TypeError('network'))
          // Nothing more ever comes; the device's own patience ends it.
          if (fault === 'stall') return time.stall()
          controller.close()
        },
      },
      { highWaterMark: 0 },
    )
    return new Response(stream, { status, headers })
  }

  #pieces(body: Uint8Array): Uint8Array[] {
    if (body.length < 2) return body.length === 0 ? [] : [body.slice()]
    const at = 1 + this.#dice.below(body.length - 1)
    return [body.slice(0, at), body.slice(at)]
  }
}

const empty: Answered = {
  status: 500,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: new TextEncoder().encode('{}'),
}

const page: Answered = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: new TextEncoder().encode('<html><body>请先登录</body></html>'),
}
