import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

const TAG = '<script src="/src/app/start.js"></script>'
const BEGIN = '<script data-worker="'

/**
 * Puts `start.js` into the page itself, so that it waits for nothing, and beside it where the device's worker lies, which
 * it wakes. In development there is no such file, and the app starts the worker. The server allows the script by its hash.
 */
export function startScript(root: string): Plugin[] {
  return [
    {
      name: 'sambar-start-script',
      transformIndexHtml: {
        order: 'pre',
        handler(html) {
          if (!html.includes(TAG)) throw new Error('the page does not begin with start.js')
          const script = withoutComments(readFileSync(join(root, 'src/app/start.js'), 'utf8'))
          return html.replace(TAG, () => `${BEGIN}">${script}</script>`)
        },
      },
    },
    {
      name: 'sambar-start-worker',
      apply: 'build',
      transformIndexHtml: {
        order: 'post',
        handler(html, { bundle }) {
          const worker = Object.keys(bundle ?? {}).find((name) => /^assets\/worker-(?!part-)/.test(name))
          return worker ? html.replace(BEGIN, `${BEGIN}/${worker}`) : html
        },
      },
    },
  ]
}

/** No minifier: it would write in words younger than the browsers that are to be told. */
const withoutComments = (script: string): string =>
  script.replace(/^\s*\/\/.*\n/gm, '').replace(/^\s+/gm, '')
