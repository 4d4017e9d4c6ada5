import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type Plugin, type Rolldown } from 'vite'
import { smaller } from './smaller.ts'
import { wallsPlugin } from './walls-plugin.ts'

const TAG = '<script src="/src/app/start.js"></script>'

/**
 * Puts into the page itself what runs before the app: `start.js`, and `first.ts` as built for `target`. So they wait for
 * nothing. The server allows them by their hashes.
 */
export function startScript(root: string, target: string[]): Plugin {
  return {
    name: 'sambar-start-script',
    transformIndexHtml: {
      order: 'pre',
      async handler(html) {
        if (!html.includes(TAG)) throw new Error('the page does not begin with start.js')
        const start = withoutComments(readFileSync(join(root, 'src/app/start.js'), 'utf8'))
        const first = await built(root, target)
        return html.replace(TAG, () => `<script>${start}</script><script>${first}</script>`)
      },
    },
  }
}

/** No minifier: it would write in words younger than the browsers that are to be told. */
const withoutComments = (script: string): string =>
  script.replace(/^\s*\/\/.*\n/gm, '').replace(/^\s+/gm, '')

async function built(root: string, target: string[]): Promise<string> {
  const output = (await build({
    configFile: false,
    logLevel: 'warn',
    root,
    publicDir: false,
    plugins: [wallsPlugin(root), smaller()],
    build: {
      write: false,
      target,
      rolldownOptions: { input: join(root, 'src/app/first.ts'), output: { format: 'iife' } },
    },
  })) as Rolldown.RolldownOutput
  return output.output[0].code.trim()
}
