import { createHash } from 'node:crypto'
import { build, type Plugin, type Rolldown } from 'vite'

const WANTED = /\bimport\('(\.[^']+)'\)/g
const LOADER = 'sambar:load-part'

/**
 * A classic worker is one script, which would carry all that any phone may need. What its modules `import()` becomes a script
 * of its own instead, fetched where it is asked for: known to the service worker like every other file.
 */
export function workerParts(target: string[]): Plugin {
  return {
    name: 'sambar-worker-parts',
    apply: 'build',
    enforce: 'pre',
    async transform(code, id) {
      if (id.includes('node_modules')) return null
      let changed = code
      for (const [whole, source] of code.matchAll(WANTED)) {
        const script = await scriptOf((await this.resolve(source!, id))!.id, target)
        const hash = createHash('sha256').update(script).digest('base64url').slice(0, 8)
        const fileName = `assets/worker-part-${hash}.js`
        this.emitFile({ type: 'asset', fileName, source: script })
        changed = changed.replace(whole, `loadPart('/${fileName}')`)
      }
      return changed === code ? null : `import { loadPart } from '${LOADER}'\n${changed}`
    },
    resolveId: (id) => (id === LOADER ? id : null),
    load: (id) => (id === LOADER ? `export { loadPart } from '/src/device/part.ts'` : null),
  }
}

/** A module as a script that leaves its exports where `part.ts` finds them. */
async function scriptOf(input: string, target: string[]): Promise<string> {
  const built = (await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      target,
      rolldownOptions: { checks: { bundlerTimings: false } },
      lib: { entry: input, formats: ['iife'], name: 'sambarPart' },
    },
  })) as Rolldown.RolldownOutput[]
  return built[0]!.output[0].code
}
