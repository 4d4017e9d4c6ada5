import type { Writable } from 'node:stream'
import type { Words } from './words.ts'

/** One line on stderr that tells how far a file was read: redrawn on a terminal, else a line now and then. */
export function drawProgress(
  stderr: Writable & { isTTY?: boolean },
  words: Words,
  now: () => number,
): { rows(rows: number): void; end(): void } {
  const terminal = stderr.isTTY === true
  const pause = terminal ? 100 : 1000
  let last = now()
  let drawn = false
  return {
    rows(rows) {
      if (rows === 0 || now() - last < pause) return
      last = now()
      drawn = true
      const line = words('import.progress', { rows })
      stderr.write(terminal ? `\r${line}\u001b[K` : `${line}\n`)
    },
    end() {
      if (drawn && terminal) stderr.write('\r\u001b[K')
    },
  }
}
