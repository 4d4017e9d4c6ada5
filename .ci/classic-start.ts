import type { Plugin, Rolldown } from 'vite'
import { beside, SHARED, sharing, takingFrom, type Shelf } from './classic.ts'

/** What the builder itself brings for parts that hold several screens: some words of code, no file worth. */
export const TOOLS = 'rolldown-runtime'

/**
 * Makes the app's first script a classic one. Browsers keep the compiled code of classic scripts beside what a service
 * worker has stored, but not of modules; a phone would compile the app anew each time that it opens it. Parts that are
 * loaded later stay modules, and take from the first what they used to import of it.
 */
export function classicStart(): Plugin {
  return {
    name: 'sambar-classic-start',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const start = startOf(bundle)
        if (!start) return
        const shelves = new Map<string, Shelf>()
        const share = (chunk: Rolldown.OutputChunk, name: string): void => {
          const { code, shelf } = sharing(chunk.code, this.parse(chunk.code), name)
          chunk.code = code
          shelves.set(beside(chunk.fileName), shelf)
        }
        share(start, SHARED)
        const tools = chunkOf(bundle, TOOLS)
        if (tools) {
          share(tools, 'sambarTools')
          start.code += `;${tools.code}`
          delete bundle[tools.fileName]
        }
        const whereIs = (file: string) => shelves.get(file) ?? null
        for (const chunk of Object.values(bundle))
          if (chunk.type === 'chunk' && chunk !== start)
            chunk.code = takingFrom(whereIs, chunk.code, this.parse(chunk.code))
      },
    },
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const src = `src="/${startOf(bundle ?? {})?.fileName}"`
        const module = `<script type="module" crossorigin ${src}>`
        if (!html.includes(module)) throw new Error('the page does not begin with the app')
        return html.replace(module, `<script defer ${src}>`)
      },
    },
  }
}

/** The chunk that `startChunk` made. */
const startOf = (bundle: Rolldown.OutputBundle) => chunkOf(bundle, 'app')

const chunkOf = (bundle: Rolldown.OutputBundle, name: string): Rolldown.OutputChunk | undefined =>
  Object.values(bundle).find((file) => file.type === 'chunk' && file.name === name) as
    Rolldown.OutputChunk | undefined
