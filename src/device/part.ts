import { DoorTrouble } from './door/door.ts'

/** What a classic worker has for scripts beside its own. */
interface Scope {
  importScripts(url: string): void
  sambarPart?: unknown
  sambarPartAt?: (url: string) => unknown
  trustedTypes?: { createPolicy(name: string, rules: Rules): Rules }
}
interface Rules {
  createScriptURL(url: string): string
}

const scope = globalThis as unknown as Scope
const here = new Map<string, unknown>()
let policy: Rules | null = null

/**
 * Loads a part of the worker where it is needed for the first time. Answers what it exports. Where it does not come, the
 * county is not reached: told, and tried again, like any other. The build writes the calls (`.ci/worker-parts.ts`), since
 * a classic worker cannot `import()`: `part` then answers where it lies.
 */
export async function loadPart<T>(part: () => Promise<T>): Promise<T> {
  const url = (part as () => unknown)() as string
  try {
    return partAt(url) as T
  } catch (cause) {
    throw new DoorTrouble('offline', 'a part of the worker does not come', { cause })
  }
}

function partAt(url: string): unknown {
  if (!here.has(url)) {
    policy ??= trusting()
    scope.importScripts(policy.createScriptURL(url))
    here.set(url, scope.sambarPart)
  }
  return here.get(url)
}
// A part that stands on another asks for that one itself.
scope.sambarPartAt = partAt

function trusting(): Rules {
  const rules = {
    createScriptURL(url: string): string {
      if (!/^\/assets\/worker-part-/.test(url)) throw new TypeError('not a part of this worker')
      return url
    },
  }
  return scope.trustedTypes ? scope.trustedTypes.createPolicy('sw', rules) : rules
}
