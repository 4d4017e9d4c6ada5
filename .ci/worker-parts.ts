import type { Plugin, Rolldown } from 'vite'
import { beside, leaving, SHARED, sharing, takingFrom, type Shelf } from './classic.ts'

const WANTED = /\bimport\('\.[^']+'\)/g
const BUILT = /\bimport\((["'`])(\.\/[^"'`]+)\1\)/g
/** Where a part leaves what it exports. */
const PART = 'sambarPart'
const LOADER = 'sambar:load-part'

/**
 * A worker in parts: what its modules `import()` is a script of its own, fetched where it is asked for, and known to the
 * service worker like every other file. All are classic scripts, since old WebViews take no module workers: the first
 * leaves what parts need where they find it, and a part leaves its exports where `part.ts` finds them. What several parts
 * need and the first does not is a part of its own.
 */
export function workerParts(): Plugin {
  return {
    name: 'sambar-worker-parts',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      if (id.includes('node_modules')) return null
      const changed = code.replace(WANTED, (wanted) => `loadPart(() => ${wanted})`)
      return changed === code ? null : `import { loadPart } from '${LOADER}'\n${changed}`
    },
    resolveId: (id) => (id === LOADER ? id : null),
    load: (id) => (id === LOADER ? `export { loadPart } from '/src/device/part.ts'` : null),
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const chunks = Object.values(bundle).filter(
          (file): file is Rolldown.OutputChunk => file.type === 'chunk',
        )
        const first = chunks.find(({ isEntry }) => isEntry)!
        const tell = ({ code }: Rolldown.OutputChunk) =>
          code.replace(BUILT, (_all, _quote, file: string) => `"${at(file)}"`)
        const start = sharing(tell(first), this.parse(tell(first)), SHARED)
        first.code = start.code
        const whereIs = (file: string): Shelf =>
          file === beside(first.fileName)
            ? start.shelf
            : { at: `self.sambarPartAt("${at(file)}")`, nameOf: (name) => name }
        for (const chunk of chunks.filter((one) => one !== first)) {
          const own = takingFrom(whereIs, tell(chunk), this.parse(tell(chunk)))
          chunk.code = leaving(own, this.parse(own), PART)
        }
      },
    },
  }
}

const at = (file: string): string => file.replace('./', '/assets/')
