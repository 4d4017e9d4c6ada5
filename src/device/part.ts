import { DoorTrouble } from './door/door.ts'

/** What a classic worker has for scripts beside its own. */
interface Scope {
  importScripts(url: string): void
  sambarPart?: unknown
  trustedTypes?: { createPolicy(name: string, rules: Rules): Rules }
}
interface Rules {
  createScriptURL(url: string): string
}

const scope = globalThis as unknown as Scope
let policy: Rules | null = null

/**
 * Loads a part of the worker that few phones need, where one does. Answers what it exports. Where it does not come, the
 * county is not reached: told, and tried again, like any other. The build writes the calls (`.ci/worker-parts.ts`), since
 * a classic worker cannot `import()`.
 */
export async function loadPart(url: string): Promise<unknown> {
  policy ??= trusting()
  const script = policy.createScriptURL(url)
  try {
    scope.importScripts(script)
  } catch (cause) {
    throw new DoorTrouble('offline', 'a part of the worker does not come', { cause })
  }
  return scope.sambarPart
}

function trusting(): Rules {
  const rules = {
    createScriptURL(url: string): string {
      if (!/^\/assets\/worker-part-/.test(url)) throw new TypeError('not a part of this worker')
      return url
    },
  }
  return scope.trustedTypes ? scope.trustedTypes.createPolicy('sw', rules) : rules
}
