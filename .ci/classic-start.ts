import type { Plugin, Rolldown } from 'vite'
import { asClassic, beside, SHARED, takingFrom } from './classic.ts'

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
        const whereIs = (file: string) =>
          file === beside(start.fileName) ? `self.${SHARED}` : null
        for (const chunk of Object.values(bundle))
          if (chunk.type === 'chunk')
            chunk.code =
              chunk === start
                ? asClassic(chunk.code, this.parse(chunk.code), SHARED)
                : takingFrom(whereIs, chunk.code, this.parse(chunk.code))
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
const startOf = (bundle: Rolldown.OutputBundle): Rolldown.OutputChunk | undefined =>
  Object.values(bundle).find((file) => file.type === 'chunk' && file.name === 'app') as
    Rolldown.OutputChunk | undefined
