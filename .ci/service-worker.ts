import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { build, type Plugin, type Rolldown } from 'vite'
import { floorPlugin } from './floor-plugin.ts'
import { wallsPlugin } from './walls-plugin.ts'

interface PrecacheEntry {
  url: string
  /** Null where the file's name already carries its hash. */
  revision: string | null
  /** Subresource integrity: bytes that do not match are not taken into the cache. */
  integrity: string
}

/** Files that a phone does not need in order to open the app: for the home screen, and for pages without the app. */
const NOT_KEPT = /^\/(icons\/|[^/]*\.webmanifest$|plain\.css$|unsupported\.|sw(-off)?\.js$)/

/**
 * After the app is written, builds the service worker as one classic script (old WebViews take no module
 * workers) that knows every file of the app by its hash, and beside it the one that ends it (`sw-off.js`).
 */
export function serviceWorker(options: {
  entry: string
  /** The worker that takes the other one's place where it has to go. */
  off?: string
  /** The module with which the desks of the office begin. */
  desk?: string
  outDir: string
  root: string
  target: string[]
}): Plugin {
  let ofDesk = new Set<string>()
  return {
    name: 'sambar-service-worker',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      // Before the app's first script is no chunk any more (`classicStart`).
      order: 'pre',
      handler(_options, bundle) {
        ofDesk = onlyThrough(options.desk, bundle)
      },
    },
    async closeBundle() {
      // A build that broke off leaves no page.
      if (!existsSync(options.entry) || !existsSync(join(options.outDir, 'index.html'))) return
      const version = stamp(options.outDir)
      const kept = keptOf(options.outDir)
      await script(options.entry, 'sw.js', {
        'self.__WB_MANIFEST': JSON.stringify(kept.filter(({ url }) => !ofDesk.has(url))),
        'self.__SAMBAR_DESK': JSON.stringify(kept.filter(({ url }) => ofDesk.has(url))),
        'self.__SAMBAR_VERSION': JSON.stringify(version),
      })
      if (options.off && existsSync(options.off)) await script(options.off, 'sw-off.js', {})
    },
  }

  async function script(entry: string, name: string, define: Record<string, string>) {
    await build({
      configFile: false,
      logLevel: 'warn',
      publicDir: false,
      plugins: [wallsPlugin(options.root), floorPlugin()],
      define: { ...define, 'process.env.NODE_ENV': JSON.stringify('production') },
      build: {
        outDir: options.outDir,
        emptyOutDir: false,
        target: options.target,
        rolldownOptions: {
          input: entry,
          output: { format: 'iife', entryFileNames: name },
        },
      },
    })
  }
}

/** Files of the bundle that the page comes to by no other way than through `module`. */
function onlyThrough(module: string | undefined, bundle: Rolldown.OutputBundle): Set<string> {
  const chunks = new Map<string, Rolldown.OutputChunk>()
  for (const one of Object.values(bundle)) if (one.type === 'chunk') chunks.set(one.fileName, one)
  const reached = new Set<string>()
  const reach = (name: string): void => {
    const chunk = chunks.get(name)
    if (!chunk || reached.has(name) || chunk.facadeModuleId === module) return
    reached.add(name)
    for (const next of [...chunk.imports, ...chunk.dynamicImports]) reach(next)
  }
  for (const { isEntry, fileName } of chunks.values()) if (isEntry) reach(fileName)
  const filesOf = (name: string) => [name, ...(chunks.get(name)?.viteMetadata?.importedCss ?? [])]
  const others = new Set([...reached].flatMap(filesOf))
  const all = [...chunks.keys()].filter((name) => !reached.has(name)).flatMap(filesOf)
  return new Set(all.filter((name) => !others.has(name)).map((name) => `/${name}`))
}

/** Writes into the page which version it is: the hash of all that a phone keeps, itself included. */
function stamp(outDir: string): string {
  const page = join(outDir, 'index.html')
  const html = readFileSync(page, 'utf8').replace(/ data-version="\w*"/, '')
  writeFileSync(page, html)
  const version = createHash('sha256')
    .update(JSON.stringify(keptOf(outDir)))
    .digest('hex')
    .slice(0, 16)
  writeFileSync(page, html.replace('<html ', `<html data-version="${version}" `))
  return version
}

const keptOf = (outDir: string): PrecacheEntry[] =>
  filesOf(outDir)
    .map((file) => precacheEntry(outDir, file))
    .filter(({ url }) => !NOT_KEPT.test(url))

function filesOf(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.endsWith('.map'))
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
