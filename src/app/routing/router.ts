import { inject, shallowReactive, shallowRef } from 'vue'
import type { App, Component, InjectionKey, ShallowRef } from 'vue'
import { pathPattern } from './path.ts'
import type { Params } from './path.ts'

export interface Screen {
  path: string
  name: string
  /** The screen, or how to load it. What changes in its path are its props. */
  component: Component | Loader
  meta?: ScreenMeta
  /** Asked when this screen is come to from another. Answers the place to go to instead, or nothing. */
  beforeEnter?: (to: Route) => Promise<Place | undefined | void>
}

type Loader = () => Promise<{ default: Component }>

export interface ScreenMeta {
  /** Without header and tab bar. */
  bare?: boolean
  /** Tab of the tab bar that this screen belongs to. */
  tab?: 'board' | 'household' | 'catalog' | 'settings'
  /** What a tab opens; every other screen lies behind one of these and has a way back. */
  top?: boolean
  /** One thing to do, which needs the whole of a phone: no tabs below it. */
  task?: boolean
}

export interface Route {
  /** Null before the first screen stands. */
  name: string | null
  path: string
  params: Params
  query: Params
  hash: string
  /** Path, query and hash: what a link to here says. */
  fullPath: string
  meta: ScreenMeta
}

/** An address of the app, or a screen by its name. */
export type Place = string | { name: string; params?: Params; query?: Params }

/** Before a screen is left. Answers the place to go to instead, or nothing. */
type Before = (to: Route) => Place | undefined
/** After it. `stayed`: the way led to where one was already. */
type After = (to: Route, from: Route, stayed: boolean) => void

export interface Router {
  /** Where the reader is. */
  readonly route: Readonly<Route>
  readonly screen: Readonly<ShallowRef<Component | null>>
  resolve(to: Place): Route
  /** The first screen stands; rejects where it did not come. */
  readonly arrived: Promise<void>
  /** Rejects where the screen does not come; who listens by `onError` has been told by then. */
  push(to: Place): Promise<void>
  /** The place left is not come back to. */
  replace(to: Place): Promise<void>
  /** How many of the app's screens stand before this one. */
  position(): number
  back(): void
  beforeEach(ask: Before): void
  /** Answers how to stop. */
  afterEach(tell: After): () => void
  onError(tell: (fault: Error) => void): void
  install(app: App): void
}

/** What the router takes of a window: an address and a history. The tablet has one of its own, which ends with the page. */
export interface Way {
  location: Pick<Location, 'origin' | 'pathname' | 'search' | 'hash'>
  history: Pick<History, 'state' | 'pushState' | 'replaceState' | 'back' | 'go'>
  addEventListener(step: 'popstate', tell: () => void): void
}

const ROUTER: InjectionKey<Router> = Symbol('router')

export const useRouter = (): Router => inject(ROUTER)!
export const useRoute = (): Readonly<Route> => useRouter().route

/** How many of the app's screens stand before this one in the history; kept there, so that it outlives the page. */
export const position = ({ history }: Way = window): number =>
  (history.state as { position?: number } | null)?.position ?? 0

/** Leads from screen to screen, in step with a history. The first screen that a path fits is the one. */
export function createRouter(screens: readonly Screen[], way: Way = window): Router {
  const known = screens.map((screen) => ({ screen, pattern: pathPattern(screen.path) }))
  const called = (wanted: string | null) => known.find(({ screen }) => screen.name === wanted)!
  const loaded = new Map<Screen, Component>()
  const screen = shallowRef<Component | null>(null)
  const route = shallowReactive<Route>({ ...read('/'), name: null, meta: {} })
  const before: Before[] = []
  const after = new Set<After>()
  const faults: ((fault: Error) => void)[] = []
  /** Whoever sets out last arrives: an earlier way that is still being made ready ends. */
  let latest = 0
  /** Position of the screen that stands. */
  let here = 0
  let arrived = Promise.resolve()
  /** The browser's next step is our own, back from a screen that did not come. */
  let undoing = false

  function read(address: string): Route {
    const { pathname: path, search, hash } = new URL(way.location.origin + address)
    const query = Object.fromEntries(new URLSearchParams(search))
    for (const { screen, pattern } of known) {
      const { name, meta = {} } = screen
      const params = pattern.read(path)
      if (params) return { name, path, params, query, hash, fullPath: path + search + hash, meta }
    }
    throw new Error('no screen has this path')
  }

  function resolve(to: Place): Route {
    if (typeof to === 'string') return read(to)
    const query = String(new URLSearchParams(to.query))
    return read(called(to.name).pattern.write(to.params ?? {}) + (query && `?${query}`))
  }

  async function load(next: Screen): Promise<Component> {
    const { component } = next
    if (typeof component !== 'function') return component
    const screen = loaded.get(next) ?? (await (component as Loader)()).default
    loaded.set(next, screen)
    return screen
  }

  /** `arrive` brings the browser's history in step. */
  async function lead(to: Route, arrive?: () => void): Promise<void> {
    const turn = ++latest
    const from = { ...route }
    const next = called(to.name).screen
    let other: Place | undefined
    for (const ask of before) other ??= ask(to)
    if (to.name !== from.name) other ??= (await next.beforeEnter?.(to)) ?? undefined
    if (turn !== latest) return
    if (other !== undefined) return travel(other, true)
    const component = await load(next)
    if (turn !== latest) return
    arrive?.()
    here = position(way)
    screen.value = component
    Object.assign(route, to)
    for (const tell of after) tell(to, from, false)
  }

  async function travel(place: Place, replace: boolean): Promise<void> {
    const to = resolve(place)
    const from = { ...route }
    if (from.name !== null && to.fullPath === from.fullPath)
      return after.forEach((tell) => tell(to, from, true))
    await lead(to, () => {
      if (replace) way.history.replaceState({ position: position(way) }, '', to.fullPath)
      else way.history.pushState({ position: position(way) + 1 }, '', to.fullPath)
    })
  }

  function told(fault: unknown): never {
    for (const tell of faults) tell(fault as Error)
    throw fault
  }

  /** The browser has stepped by itself: back, forward, or to a fragment that somebody typed. */
  async function follow(): Promise<void> {
    if (undoing) {
      undoing = false
      return
    }
    // What was typed makes a place that knows nothing of its own yet.
    if (!way.history.state) way.history.replaceState({ position: here + 1 }, '')
    const steps = position(way) - here
    try {
      await lead(read(addressOf(way))).catch(told)
    } catch {
      // The screen that stands is told by the address again.
      undoing = steps !== 0
      if (undoing) way.history.go(-steps)
    }
  }

  const router: Router = {
    route,
    screen,
    get arrived() {
      return arrived
    },
    resolve,
    push: (to) => travel(to, false).catch(told),
    replace: (to) => travel(to, true).catch(told),
    position: () => position(way),
    back: () => way.history.back(),
    beforeEach: (ask) => void before.push(ask),
    afterEach(tell) {
      after.add(tell)
      return () => after.delete(tell)
    },
    onError: (tell) => void faults.push(tell),
    install(app) {
      app.provide(ROUTER, router)
      way.addEventListener('popstate', () => void follow())
      arrived = router.replace(addressOf(way))
      arrived.catch(() => undefined)
    },
  }
  return router
}

const addressOf = ({ location: { pathname, search, hash } }: Way): string =>
  pathname + search + hash
