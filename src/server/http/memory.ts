import type { Storage } from '../storage/open.ts'
import type { Ready } from './ready.ts'

/** The bodies that were asked for last, up to a number of bytes. Content-addressed ones only: they never change. */
export class Memory {
  readonly #most: number
  readonly #kept = new Map<string, Ready>()
  #bytes = 0

  constructor(mostBytes: number) {
    this.#most = mostBytes
  }

  find(path: string): Ready | undefined {
    return this.#kept.get(path)
  }

  keep(path: string, answer: Ready): void {
    const { length } = answer.body
    // One body larger than an eighth of it all would push out everything that many ask for.
    if (length > this.#most / 8 || this.#kept.has(path)) return
    this.#kept.set(path, answer)
    this.#bytes += length
    for (const [oldest, { body }] of this.#kept) {
      if (this.#bytes <= this.#most) break
      this.#kept.delete(oldest)
      this.#bytes -= body.length
    }
  }
}

/** Another process may read the same PostgreSQL that this one does not write to. */
const LONGEST_MS = 1000

/** Remembers answers until something is committed here, and for a second at most. */
export class Fresh {
  readonly #storage: Storage
  readonly #now: () => number
  readonly #kept = new Map<string, Ready>()
  #commits = -1
  #since = 0

  constructor(storage: Storage, now: () => number) {
    this.#storage = storage
    this.#now = now
  }

  find(path: string): Ready | undefined {
    const commits = this.#storage.commits()
    const now = this.#now()
    if (commits !== this.#commits || now - this.#since > LONGEST_MS || now < this.#since) {
      this.#kept.clear()
      this.#commits = commits
      this.#since = now
    }
    return this.#kept.get(path)
  }

  /** `load` may take a while; what was committed meanwhile makes its answer an old one, given but not kept. */
  async get(path: string, load: () => Promise<Ready>): Promise<Ready> {
    const known = this.find(path)
    if (known) return known
    const before = this.#storage.commits()
    const answer = await load()
    if (this.#storage.commits() === before && this.#commits === before) this.#kept.set(path, answer)
    return answer
  }
}
