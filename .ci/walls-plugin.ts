import type { Plugin } from 'vite'
import { readWalls, trespass } from './rooms.mjs'

/** Holds the walls of the rooms in every build: a trespass ends it, naming both files. */
export function wallsPlugin(root: string): Plugin {
  const house = root.replace(/\/$/, '')
  const walls = readWalls(house)
  return {
    name: 'sambar-walls',
    enforce: 'pre',
    apply: 'build',
    resolveId(source, importer) {
      if (!importer) return null
      const why = trespass(house, walls, importer.split('?')[0]!, source)
      if (why) this.error(`${why}: ${importer} imports ${source}`)
      return null
    },
  }
}
