import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { build } from 'vite'
import { ROOT } from '#tests/support/root.ts'
import { serviceWorker } from '../../.ci/service-worker.ts'

const FLOOR = ['chrome87', 'safari14']
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' }

const PAGE = `<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>empty</title></head>
<body><div id="app"></div><script type="module" src="./main.js"></script></body></html>`
const SCRIPT = `import { createApp, h } from 'vue'
createApp({ render: () => h('p', { class: 'empty' }, '空') }).mount('#app')
navigator.serviceWorker.register('/sw.js')`

/** The least that could be opened offline: Vue with nothing in it, behind our own service worker. */
export interface EmptyPage {
  url: string
  close(): Promise<void>
  /** Takes the built files away. */
  tearDown(): void
}

export async function serveEmptyPage(): Promise<EmptyPage> {
  // Within the project, so that its packages are found.
  const cache = join(ROOT, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const from = mkdtempSync(join(cache, 'empty-page-'))
  const outDir = mkdtempSync(join(tmpdir(), 'sambar-empty-'))
  writeFileSync(join(from, 'index.html'), PAGE)
  writeFileSync(join(from, 'main.js'), SCRIPT)
  await build({
    root: from,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    plugins: [
      serviceWorker({
        entry: join(ROOT, 'src/sw/main.ts'),
        off: join(ROOT, 'src/sw/off.ts'),
        outDir,
        root: ROOT,
        target: FLOOR,
      }),
    ],
    build: { outDir, emptyOutDir: true, target: FLOOR, modulePreload: { polyfill: false } },
  })
  rmSync(from, { recursive: true, force: true })
  const server = createServer((request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '')
    readFile(join(outDir, path)).then(
      (bytes) => {
        response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream')
        response.end(bytes)
      },
      () => {
        response.statusCode = 404
        response.end()
      },
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
    tearDown: () => rmSync(outDir, { recursive: true, force: true }),
  }
}
