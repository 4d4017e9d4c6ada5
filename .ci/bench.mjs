/**
 * `npm run bench [-- --json] [-- NAME …]`: bundles tests/benchmarks for Node as the server itself is bundled, and runs
 * them on the built product. With --json nothing but the figures is on stdout.
 */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { endTogether, ensureBuild, ensurePackages, root, run } from './ensure.mjs'

const failed = (await ensurePackages()) || (await ensureBuild())
if (failed) process.exit(failed)

const { build } = await import(
  pathToFileURL(join(root, 'node_modules/vite/dist/node/index.js')).href
)
const outDir = join(root, 'node_modules/.cache/benchmarks')
const common = { root, configFile: false, publicDir: false, logLevel: 'error' }
await build({
  ...common,
  build: {
    ssr: true,
    outDir,
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    rolldownOptions: {
      input: {
        main: join(root, 'tests/benchmarks/main.ts'),
        // The server's child process, beside the script that starts it, as in dist/server.
        'import-child': join(root, 'src/server/import/child.ts'),
      },
      output: { entryFileNames: '[name].js' },
    },
  },
})
await build({
  ...common,
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: join(outDir, 'page'),
    target: 'chrome87',
    rolldownOptions: {
      input: join(root, 'tests/benchmarks/page/page.ts'),
      output: { format: 'iife', entryFileNames: 'page.js' },
    },
  },
})
endTogether()
process.exitCode = await run(process.execPath, [join(outDir, 'main.js'), ...process.argv.slice(2)])
