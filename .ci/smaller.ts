import { minify } from 'uglify-js'
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
      handler(_options, bundle) {
        const chunks = Object.values(bundle).filter(
          (file): file is Rolldown.OutputChunk => file.type === 'chunk',
        )
        const codes = withoutUnused(
          chunks.map(({ code }) => code),
          (code) => this.parse(code),
        )
        chunks.forEach((chunk, i) => (chunk.code = packed(chunk.fileName, codes[i]!)))
      },
    },
  }
}

function packed(file: string, code: string): string {
  const done = minify(code, OPTIONS)
  if (done.code === undefined) throw new Error(`${file} cannot be packed`, { cause: done.error })
  return done.code
}
