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
        const first = [...chunks.values()].find(
          ({ facadeModuleId }) => facadeModuleId?.split('\\').join('/').endsWith(start) ?? false,
        )
        return first ? [...withImports(first, chunks)].flatMap(tagsOf) : []
      },
    },
  }
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
