import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { Features } from 'lightningcss'
import type { Plugin, UserConfig } from 'vite'
import { defineConfig } from 'vitest/config'
import { appWords, deskWords } from './.ci/app-words.ts'
import { classicStart, TOOLS } from './.ci/classic-start.ts'
import { floorPlugin } from './.ci/floor-plugin.ts'
import { formerAssets } from './.ci/former-assets.ts'
import { icons } from './.ci/icons.ts'
import { leanBuilds } from './.ci/lean-builds.ts'
import { nameless } from './.ci/nameless.ts'
import { serviceWorker } from './.ci/service-worker.ts'
import { shortIds } from './.ci/short-ids.ts'
import { smaller } from './.ci/smaller.ts'
import { startChunk } from './.ci/start-chunk.ts'
import { startScript } from './.ci/start-script.ts'
import { tabletFiles } from './.ci/tablet-files.ts'
import { wallsPlugin } from './.ci/walls-plugin.ts'
import { workerParts } from './.ci/worker-parts.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Old WebViews in the field: Chrome 87 and Safari 14 are the floor. Syntax is lowered, APIs are not added. */
const FLOOR = ['chrome87', 'safari14']

/** The same for scripts: what Chrome 91 has more than 87, Safari 14 lacks, but for the slip that `floorPlugin` looks for. */
const SCRIPTS = ['chrome91', 'safari14']

/** Files that are in the page from its beginning. */
const HERE = new RegExp(`/(app|${TOOLS})-[^/]*\\.js$`)

/** What many parts need, and so small that it comes with the first script rather than alone. */
const OF_MANY =
  /transparency\/(base64|bytes|letters|verification-error)\.ts|protocol\/encoding\.ts|paper\/printer\.ts/

const app: UserConfig = {
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
    __INTLIFY_DROP_MESSAGE_COMPILER__: true,
  },
  plugins: [
    wallsPlugin(here('.')),
    leanBuilds(here('.')),
    vue({
      features: { componentIdGenerator: shortIds(here('.')) },
      // What is written once for all drawings is more to fetch, and saves a phone next to nothing.
      template: { compilerOptions: { hoistStatic: false } },
    }),
    nameless(),
    icons(),
    startScript(here('.'), SCRIPTS),
    smaller(),
    tabletFiles(),
    classicStart(),
    deskWords(),
    appWords(here('./i18n/zh-Hans.json')),
    formerAssets({ outDir: here('./dist/app'), formerDir: here('./dist/former') }),
    serviceWorker({
      entry: here('./src/sw/main.ts'),
      off: here('./src/sw/off.ts'),
      desk: here('./src/app/desk/open-desk.ts'),
      outDir: here('./dist/app'),
      root: here('.'),
      target: SCRIPTS,
    }),
    floorPlugin(),
  ],
  worker: {
    // Classic scripts in the end, as old WebViews want them: see `workerParts`.
    format: 'es',
    rolldownOptions: {
      checks: { bundlerTimings: false },
      output: {
        chunkFileNames: 'assets/worker-part-[hash].js',
        codeSplitting: { groups: [{ name: startChunk('/src/device/worker.ts', 'worker') }] },
      },
    },
    plugins: () => [
      wallsPlugin(here('.')),
      leanBuilds(here('.')),
      smaller(),
      workerParts(),
      floorPlugin(),
    ],
  },
  // Vertical Mongolian stands on logical properties; lowering them would nail them to left and right. `light-dark()` is not used.
  css: { lightningcss: { exclude: Features.LogicalProperties | Features.LightDark } },
  server: { proxy: { '/api': `http://127.0.0.1:${process.env['SAMBAR_DEV_API'] ?? '8080'}` } },
  build: {
    outDir: 'dist/app',
    emptyOutDir: true,
    target: SCRIPTS,
    cssTarget: FLOOR,
    modulePreload: {
      polyfill: false,
      // The app's first script is no module (`classicStart`), and is here already.
      resolveDependencies: (_file, files) => files.filter((file) => !HERE.test(file)),
    },
    assetsInlineLimit: 0,
    rolldownOptions: {
      checks: { bundlerTimings: false },
      // Nothing here is done by looking: what is only looked at is left out.
      treeshake: { propertyReadSideEffects: false, unknownGlobalSideEffects: false },
      output: {
        codeSplitting: {
          // Screens that are read one after the other: fewer waits on a slow phone, and what they share is packed once.
          groups: [
            { name: startChunk('/src/app/main.ts', 'app', OF_MANY) },
            {
              name: 'reading',
              test: /(LinkView|FirstSync|OutcomeNote|PersonView|NoticeView)\.vue/,
            },
            { name: 'seldom', test: /(InstallOffer|NoticeChanges|KnownLines|AskOffice)\.vue/ },
            // What a phone fetches, too, is not a tablet's alone.
            { name: startChunk('/kiosk/open-tablet.ts', 'open-tablet'), test: /kiosk/ },
            { name: 'mn-Mong', test: /(mn-Mong\.json|app\/vertical\.ts)$/ },
            { name: 'ways', test: /(OpenView|PickView|DoorView|SharedView|LostView)\.vue/ },
            { name: 'catalog', test: /(CatalogView|FieldView|DutyView)\.vue/ },
          ],
        },
      },
    },
  },
}

const server: UserConfig = {
  plugins: [wallsPlugin(here('.')), commandPlugin()],
  publicDir: false,
  build: {
    ssr: true,
    outDir: 'dist/server',
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      input: {
        sambar: here('./src/server/main.ts'),
        'import-child': here('./src/server/import/child.ts'),
      },
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: 'chunks/[name]-[hash].js',
        banner: (chunk) => (chunk.isEntry && chunk.name === 'sambar' ? '#!/usr/bin/env node' : ''),
      },
    },
  },
}

/** Makes `dist/server/sambar.js` a command that `npx sambar` finds in the project's root. */
function commandPlugin(): Plugin {
  return {
    name: 'sambar-command',
    apply: 'build',
    writeBundle() {
      const command = here('./dist/server/sambar.js')
      if (!existsSync(command)) return
      chmodSync(command, 0o755)
      if (process.platform === 'win32' || !existsSync(here('./node_modules'))) return
      const bin = here('./node_modules/.bin')
      mkdirSync(bin, { recursive: true })
      rmSync(`${bin}/sambar`, { force: true })
      symlinkSync('../../dist/server/sambar.js', `${bin}/sambar`)
    },
  }
}

/**
 * Kinds of tests: each runs alone, so that two cores serve one at a time. Only those of the screens see the world as
 * the app's build does; to all others a language file is a file.
 */
const project = (
  name: string,
  include: string[],
  options: object = {},
  as: Pick<UserConfig, 'plugins' | 'define'> = {},
) => ({
  ...as,
  test: {
    name,
    include,
    pool: 'forks' as const,
    globalSetup: [here('./tests/support/global-setup.ts')],
    ...options,
  },
})
const ON_DATABASES = [
  'tests/unit/server/{storage,auth,review,devices,http,publishing,demo}/**/*.test.ts',
]
const OF_SCREENS = 'tests/unit/app/**/*.test.ts'
/** Weeks on a wall, every glass, every paper, power that fails: told with patience, in `test:long`. */
const OF_TABLETS = [
  'tests/e2e/{boot,power,print,kiosk,kiosk-hands,kiosk-print,kiosk-scan,kiosk-alone,soak}.test.ts',
]
const QUICK = { testTimeout: 30_000, hookTimeout: 60_000 }
const SLOW = { testTimeout: 120_000, hookTimeout: 120_000 }
const LONG = { testTimeout: 7_200_000, hookTimeout: 120_000 }
const faults = process.env['SAMBAR_TEST_LONG'] ? LONG : SLOW

export default defineConfig(({ isSsrBuild }) => ({
  ...(isSsrBuild ? server : app),
  test: {
    maxWorkers: 2,
    projects: [
      project('unit', ['tests/unit/**/*.test.ts'], {
        exclude: [...ON_DATABASES, OF_SCREENS],
        ...QUICK,
      }),
      project('screens', [OF_SCREENS], QUICK, { plugins: app.plugins, define: app.define }),
      project('storage', ON_DATABASES, SLOW),
      project('faults', ['tests/faults/**/*.test.ts'], { ...faults, fileParallelism: false }),
      project('sim', ['tests/sim/**/*.test.ts'], LONG),
      project('old', ['tests/old/**/*.test.ts'], { ...SLOW, fileParallelism: false }),
      project('e2e', ['tests/e2e/**/*.test.ts'], {
        exclude: OF_TABLETS,
        ...SLOW,
        fileParallelism: false,
      }),
      project('tablet', OF_TABLETS, { ...LONG, fileParallelism: false }),
    ],
  },
}))
