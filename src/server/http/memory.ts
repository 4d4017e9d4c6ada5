import type { Storage } from '../storage/open.ts'

/** The bytes that were asked for last, up to a number of bytes. Content-addressed bytes only: they never change. */
export class Memory {
  readonly #most: number
  readonly #kept = new Map<string, Buffer>()
  #bytes = 0

  constructor(mostBytes: number) {
    this.#most = mostBytes
  }

  find(key: string): Buffer | undefined {
    return this.#kept.get(key)
  }

  keep(key: string, bytes: Buffer): void {
    // One body larger than an eighth of it all would push out everything that many ask for.
    if (bytes.length > this.#most / 8 || this.#kept.has(key)) return
    this.#kept.set(key, bytes)
    this.#bytes += bytes.length
    for (const [oldest, old] of this.#kept) {
      if (this.#bytes <= this.#most) break
      this.#kept.delete(oldest)
      this.#bytes -= old.length
    }
  }
}

/** Another process may read the same PostgreSQL that this one does not write to. */
const LONGEST_MS = 1000

/** Remembers answers until something is committed here, and for a second at most. */
export class Fresh<T> {
  readonly #storage: Storage
  readonly #now: () => number
  readonly #kept = new Map<string, T>()
  #commits = -1
  #since = 0

  constructor(storage: Storage, now: () => number) {
    this.#storage = storage
    this.#now = now
  }

  find(key: string): T | undefined {
    const commits = this.#storage.commits()
    const now = this.#now()
    if (commits !== this.#commits || now - this.#since > LONGEST_MS || now < this.#since) {
      this.#kept.clear()
      this.#commits = commits
      this.#since = now
    }
    return this.#kept.get(key)
  }

  /** `load` may take a while; what was committed meanwhile makes its answer an old one, given but not kept. */
  async get(key: string, load: () => Promise<T>): Promise<T> {
    const known = this.find(key)
    if (known !== undefined) return known
    const before = this.#storage.commits()
    const value = await load()
    if (this.#storage.commits() === before && this.#commits === before) this.#kept.set(key, value)
    return value
  }
}
