import { open, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** The log's head as it is kept outside the database. */
export interface LogHead {
  origin: string
  size: number
  /** RFC 6962 root, 64 hex digits. */
  root: string
}

/** The head file is not what it has to be; nothing may be published before a person has looked. */
export class HeadFileTrouble extends Error {
  readonly code: 'headMissing' | 'headMalformed' | 'headMoved' | 'headExists'
  constructor(code: HeadFileTrouble['code'], path: string, options?: ErrorOptions) {
    super(`${code}: ${path}`, options)
    this.name = 'HeadFileTrouble'
    this.code = code
  }
}

const FIRST_LINE = 'sambar/head/v1'

const format = (head: LogHead): string =>
  `${FIRST_LINE}\n${head.origin}\n${head.size}\n${head.root}\n`

function parse(text: string): LogHead | null {
  const [first, origin, size, root, end, ...more] = text.split('\n')
  if (first !== FIRST_LINE || end !== '' || more.length > 0 || !origin) return null
  if (!/^(0|[1-9][0-9]{0,14})$/.test(size ?? '') || !/^[0-9a-f]{64}$/.test(root ?? '')) return null
  return { origin, size: Number(size), root: root ?? '' }
}

const same = (a: LogHead, b: LogHead): boolean => format(a) === format(b)

/**
 * The log's head outside the database: what a restored or swapped database is measured against. It is only ever replaced
 * as a whole (write beside, fsync, rename, fsync the folder) and only by whoever knows what stands in it.
 */
export class HeadFile {
  readonly #path: string

  constructor(dataFolder: string) {
    this.#path = join(dataFolder, 'log-head')
  }

  /** Null where there is none. */
  async find(): Promise<LogHead | null> {
    const text = await readFile(this.#path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return null
      throw cause
    })
    if (text === null) return null
    const head = parse(text)
    if (!head) throw new HeadFileTrouble('headMalformed', this.#path)
    return head
  }

  async read(): Promise<LogHead> {
    const head = await this.find()
    if (!head) throw new HeadFileTrouble('headMissing', this.#path)
    return head
  }

  /** The first head of a new log. */
  async create(head: LogHead): Promise<void> {
    if (await this.find()) throw new HeadFileTrouble('headExists', this.#path)
    await this.#write(head)
  }

  /** Compare and swap. One process holds the data folder, so reading and renaming are enough. */
  async replace(expected: LogHead, next: LogHead): Promise<void> {
    if (!same(await this.read(), expected)) throw new HeadFileTrouble('headMoved', this.#path)
    await this.#write(next)
  }

  async #write(head: LogHead): Promise<void> {
    const beside = `${this.#path}.new`
    const handle = await open(beside, 'w', 0o600)
    try {
      await handle.writeFile(format(head))
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(beside, this.#path)
    const folder = await open(dirname(this.#path), 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  }
}
