import { NO_BOOTS, bootOf, opened, painted, parseBoots, refused, type Boots } from './boot-plan.ts'
import { openAnew } from './rescue.ts'
import { BOOTS } from './stores.ts'
import { VERSION } from './version.ts'

declare const self: ServiceWorkerGlobalScope

const KEY = '/boots'

/** So long a page of a new version has to say that it stands. */
const PAINT_MS = 60_000

async function read(): Promise<Boots> {
  try {
    const kept = await caches.match(KEY, { cacheName: BOOTS })
    return kept ? parseBoots(await kept.json()) : NO_BOOTS
  } catch {
    return NO_BOOTS
  }
}

/** Read while the worker wakes, so that no opening waits for it. */
let held = read()

/** What is remembered of the versions, as of when this worker woke or last wrote. */
export const boots = (): Promise<Boots> => held

/** Reads anew: the worker before this one may have written since. */
export const rereadBoots = (): Promise<Boots> => (held = read())

async function write(change: (boots: Boots, own: string) => Boots): Promise<Boots> {
  const before = await rereadBoots()
  const after = change(before, VERSION)
  if (after === before) return before
  const store = await caches.open(BOOTS)
  await store.put(KEY, new Response(JSON.stringify(after)))
  held = Promise.resolve(after)
  return after
}

/** A page says that `version` stands. */
export async function heardPainted(version: unknown): Promise<void> {
  if (version === VERSION && (await boots()).proven !== VERSION) await write(painted)
}

/** Openings that follow one another more closely are one: a phone that opens all its pages at once. */
const APART_MS = 10_000
let counted = -Infinity

/** Gives the page that `client` becomes its minute; one that is looked at and does not stand by then gets the version before. */
export async function trial(client: string): Promise<void> {
  if (performance.now() - counted > APART_MS) {
    counted = performance.now()
    await write(opened)
  }
  await new Promise((resolve) => setTimeout(resolve, PAINT_MS))
  if (bootOf(await boots(), VERSION) === 'own') return
  const page = client === '' ? undefined : await self.clients.get(client)
  // Who closed it, or left it for something else, has said nothing about it.
  if (!(page instanceof WindowClient) || page.visibilityState !== 'visible') return
  await write(refused)
  await openAnew(page)
}
