import { join } from 'node:path'
import type { Plugin } from 'vite'

/** Libraries that have a smaller file than the one they offer first. */
const BUILDS: Record<string, string> = {
  // For today's engines; what is too new for our floor is lowered with the rest.
  dexie: 'dexie/dist/modern/dexie.mjs',
  'workbox-window': 'workbox-window/build/workbox-window.prod.mjs',
  // Without tools for developers, some of which the other one carries to every phone.
  pinia: 'pinia/dist/pinia.esm-browser.prod.js',
}

/** Takes libraries as small as their makers have built them. It stands behind the walls, which know them by their names. */
export function leanBuilds(root: string): Plugin {
  return {
    name: 'sambar-lean-builds',
    enforce: 'pre',
    apply: 'build',
    resolveId(source, importer) {
      const build = BUILDS[source]
      return build ? this.resolve(join(root, 'node_modules', build), importer) : null
    },
  }
}
