import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

/**
 * Keeps the hashed files of the build before this one in `formerDir/assets`, where the server finds them: a page that was
 * opened before an update can still load its parts. A build that changes nothing takes nothing away; one further version,
 * and they are gone.
 */
export function formerAssets(options: { outDir: string; formerDir: string }): Plugin {
  const now = join(options.outDir, 'assets')
  const kept = join(options.formerDir, 'assets')
  let before = new Map<string, Buffer>()
  return {
    name: 'sambar-former-assets',
    apply: 'build',
    enforce: 'post',
    // Before the folder is emptied.
    buildStart() {
      before = read(now)
    },
    closeBundle() {
      const after = new Set(names(now))
      const gone = [...before].filter(([name]) => !after.has(name))
      if (after.size === 0 || gone.length === 0) return
      rmSync(kept, { recursive: true, force: true })
      mkdirSync(kept, { recursive: true })
      for (const [name, bytes] of gone) writeFileSync(join(kept, name), bytes)
    },
  }
}

const names = (dir: string): string[] => (existsSync(dir) ? readdirSync(dir) : [])

const read = (dir: string): Map<string, Buffer> =>
  new Map(names(dir).map((name) => [name, readFileSync(join(dir, name))]))
