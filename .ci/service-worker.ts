import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { build, type Plugin } from 'vite'
import { wallsPlugin } from './walls-plugin.ts'

interface PrecacheEntry {
  url: string
  /** Null where the file's name already carries its hash. */
  revision: string | null
  /** Subresource integrity: bytes that do not match are not taken into the cache. */
  integrity: string
}

/**
 * After the app is written, builds the service worker as one classic script (old WebViews take no module
 * workers) that knows every file of the app by its hash.
 */
export function serviceWorker(options: {
  entry: string
  outDir: string
  root: string
  target: string[]
}): Plugin {
  return {
    name: 'sambar-service-worker',
    apply: 'build',
    enforce: 'post',
    async closeBundle() {
      if (!existsSync(options.entry) || !existsSync(options.outDir)) return
      const manifest = filesOf(options.outDir).map((file) => precacheEntry(options.outDir, file))
      await build({
        configFile: false,
        logLevel: 'warn',
        publicDir: false,
        plugins: [wallsPlugin(options.root)],
        define: {
          'self.__WB_MANIFEST': JSON.stringify(manifest),
          'process.env.NODE_ENV': JSON.stringify('production'),
        },
        build: {
          outDir: options.outDir,
          emptyOutDir: false,
          target: options.target,
          rolldownOptions: {
            input: options.entry,
            output: { format: 'iife', entryFileNames: 'sw.js' },
          },
        },
      })
    },
  }
}

function filesOf(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.endsWith('.map') && !file.endsWith(`${sep}sw.js`))
    .sort()
}

function precacheEntry(outDir: string, file: string): PrecacheEntry {
  const bytes = readFileSync(file)
  const url = '/' + relative(outDir, file).split(sep).join('/')
  const hash = (name: string, form: 'hex' | 'base64') => createHash(name).update(bytes).digest(form)
  return {
    url,
    revision: url.startsWith('/assets/') ? null : hash('sha256', 'hex').slice(0, 16),
    integrity: `sha256-${hash('sha256', 'base64')}`,
  }
}
