import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The project's folder, from source as well as from a bundle in its cache. */
export const ROOT = findRoot(import.meta.dirname)

function findRoot(from: string): string {
  if (existsSync(join(from, 'vite.config.ts'))) return from
  if (dirname(from) === from) throw new Error('the project has no vite.config.ts')
  return findRoot(dirname(from))
}
