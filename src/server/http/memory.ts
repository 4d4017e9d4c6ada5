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

/**
 * Remembers answers until something is committed. Whoever serves is the county's one writer (`lockWriter`, the data
 * folder's lock), so nothing that is published changes behind its back.
 */
export class Fresh {
  readonly #storage: Storage
  readonly #kept = new Map<string, Ready>()
  #commits = -1

  constructor(storage: Storage) {
    this.#storage = storage
  }

  find(path: string): Ready | undefined {
    const commits = this.#storage.commits()
    if (commits !== this.#commits) {
      this.#kept.clear()
      this.#commits = commits
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
