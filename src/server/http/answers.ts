import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Storage } from '../storage/open.ts'
import { Fresh, Memory } from './memory.ts'
import { write, type Ready } from './ready.ts'

const MEMORY_BYTES = 64 * 1024 * 1024
const PUBLIC = '/api/v1/'

/** What lies ready in memory of the public addresses, by path. The routes fill it; all of it is for everybody. */
export interface Answers {
  /** Content-addressed: kept as long as there is room. */
  immutable: Memory
  /** Heads and checkpoints: kept until the next commit. */
  changing: Fresh
  /** What lies ready under this path, to the letter. */
  find(path: string): Ready | undefined
  /** Answers a GET out of memory before any route is looked for; false where it has to take the long way. */
  answer(request: IncomingMessage, response: ServerResponse): boolean
}

export function createAnswers(storage: Storage): Answers {
  const immutable = new Memory(MEMORY_BYTES)
  const changing = new Fresh(storage)
  const find = (path: string) => immutable.find(path) ?? changing.find(path)
  return {
    immutable,
    changing,
    find,
    answer(request, response) {
      const { url } = request
      if (request.method !== 'GET' || url === undefined || !url.startsWith(PUBLIC)) return false
      const found = find(url)
      if (!found) return false
      write(request, response, found)
      return true
    },
  }
}
