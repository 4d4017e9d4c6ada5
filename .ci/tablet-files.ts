import type { Plugin, Rolldown } from 'vite'
import { TOOLS } from './classic-start.ts'

/** Stands in `start.js` where the files are named that a tablet begins with. */
const HERE = "[/* a tablet's files */]"
/** What is loaded where a device is a tablet, and the words that most of them speak first. */
const BEGINS = ['open-tablet', 'mn-Mong']
const HERE_ALREADY = ['app', TOOLS]

/**
 * Tells the page which files a tablet begins with, beside the app's own, so that it asks for all of them at once. Each would
 * else be asked for by the one before.
 */
export function tabletFiles(): Plugin {
  return {
    name: 'sambar-tablet-files',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        if (!html.includes(HERE)) throw new Error('the page does not say what a tablet begins with')
        const chunks = Object.values(bundle ?? {}).filter(
          (file): file is Rolldown.OutputChunk => file.type === 'chunk',
        )
        const find = (file: string) => chunks.find(({ fileName }) => fileName === file)
        const files = new Set<string>()
        const take = (chunk: Rolldown.OutputChunk | undefined): void => {
          if (!chunk || HERE_ALREADY.includes(chunk.name) || files.has(chunk.fileName)) return
          files.add(chunk.fileName)
          chunk.viteMetadata?.importedCss.forEach((file) => files.add(file))
          chunk.imports.forEach((file) => take(find(file)))
        }
        for (const name of BEGINS) take(chunks.find((chunk) => chunk.name === name))
        return html.replace(HERE, JSON.stringify([...files].map((file) => `/${file}`)))
      },
    },
  }
}
