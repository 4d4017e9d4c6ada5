import type { Plugin, Rolldown } from 'vite'
import { withoutUnused } from './unused-methods.ts'

const OPTIONS = {
  module: true,
  toplevel: true,
  compress: {
    passes: 3,
    // Shorter as it is read, longer as it travels.
    inline: 1,
    varify: false,
  },
}

/**
 * Packs scripts once more, after the builder's own minifier, which is quick and leaves two of a hundred bytes that a phone
 * has to fetch. It stands before whoever makes classic scripts of modules.
 */
export function smaller(): Plugin {
  return {
    name: 'sambar-smaller',
    apply: 'build',
    enforce: 'pre',
    // What is packed otherwise is another file.
    augmentChunkHash: () => `${JSON.stringify(OPTIONS)} ${withoutUnused}`,
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        // Only a build needs it.
        const { minify } = await import('uglify-js')
        const chunks = Object.values(bundle).filter(
          (file): file is Rolldown.OutputChunk => file.type === 'chunk',
        )
        const codes = withoutUnused(
          chunks.map(({ code }) => code),
          (code) => this.parse(code),
        )
        chunks.forEach((chunk, i) => {
          const { code, error } = minify(codes[i]!, OPTIONS)
          if (code === undefined)
            throw new Error(`${chunk.fileName} cannot be packed`, { cause: error })
          chunk.code = code
        })
      },
    },
  }
}
