import type { HtmlTagDescriptor, Plugin, Rolldown } from 'vite'

/**
 * The page begins with a small script that wakes the device and only then asks for the app. This tells the browser of
 * the app's scripts and styles in the page itself, so that nothing waits for that script.
 */
export function preloadStart(start: string): Plugin {
  return {
    name: 'sambar-preload-start',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        const files = Object.values(bundle ?? {})
        const chunks = new Map(
          files.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file] as const] : [])),
        )
        const first = [...chunks.values()].find(({ moduleIds }) =>
          moduleIds.some((id) => id.split('\\').join('/').endsWith(start)),
        )
        return first ? [...withImports(first, chunks)].flatMap(tagsOf) : []
      },
    },
  }
}

interface Modules {
  getModuleInfo(id: string): { importers: readonly string[] } | null
}

/**
 * Puts all that the app cannot be drawn without in one file, since each file more is a wait more on a slow phone. What
 * `early`, the first script of the page, needs stays out of it. Answers the name of the file for a module, or null.
 */
export function startChunk(start: string, early: string) {
  const known = new Map<string, boolean>()
  const leadsTo = (entry: string, id: string, modules: Modules): boolean => {
    const path = id.split('\\').join('/')
    if (path.endsWith(entry)) return true
    const key = `${entry} ${id}`
    const before = known.get(key)
    if (before !== undefined) return before
    // Modules may import each other in a circle.
    known.set(key, false)
    const importers = modules.getModuleInfo(id)?.importers ?? []
    const found = importers.some((importer) => leadsTo(entry, importer, modules))
    known.set(key, found)
    return found
  }
  return (id: string, modules: Modules): string | null =>
    leadsTo(start, id, modules) && !leadsTo(early, id, modules) ? 'app' : null
}

/** A chunk and all that it cannot run without, but for the page's own entry. */
function withImports(
  chunk: Rolldown.OutputChunk,
  chunks: ReadonlyMap<string, Rolldown.OutputChunk>,
  found = new Set<Rolldown.OutputChunk>(),
): Set<Rolldown.OutputChunk> {
  if (chunk.isEntry || found.has(chunk)) return found
  found.add(chunk)
  for (const name of chunk.imports) {
    const next = chunks.get(name)
    if (next) withImports(next, chunks, found)
  }
  return found
}

function tagsOf(chunk: Rolldown.OutputChunk): HtmlTagDescriptor[] {
  const styles = [...(chunk.viteMetadata?.importedCss ?? [])]
  return [
    link({ rel: 'modulepreload', crossorigin: true, href: `/${chunk.fileName}` }),
    ...styles.map((name) => link({ rel: 'stylesheet', crossorigin: true, href: `/${name}` })),
  ]
}

const link = (attrs: HtmlTagDescriptor['attrs']): HtmlTagDescriptor => ({
  tag: 'link',
  attrs,
  injectTo: 'head',
})
