import { HUNG, RESCUE } from './rescue.ts'

/**
 * Which answer a request gets, from its address alone. Notices and everything else of the county is none of the service
 * worker's business: the device keeps that, verified, in its database.
 */
export type Plan =
  /** The app's own page for any address a reader may open or share. */
  | 'shell'
  /** A file of the app, from a precache; its bytes were checked against their hash when it was installed. */
  | 'precached'
  /** The page in between, for one that hangs. */
  | 'rescue'
  /** A watchdog says that its page hangs. */
  | 'hung'
  /** Straight to the network. */
  | 'network'

export interface Asked {
  url: string
  /** A page is being opened, as opposed to something that a page asks for. */
  navigation: boolean
  method: string
}

/** Files whose names carry their hash: those of the version before are told from ours by it. */
export const PARTS = /^\/assets\//

/** Addresses that the server answers itself, pages among them. */
const SERVERS = /^\/(api|plain)(\/|$)/

/** What decides for `asked`, given where the app lives and which files it came with. */
export function planOf(asked: Asked, origin: string, files: ReadonlySet<string>): Plan {
  const url = new URL(asked.url)
  if (url.origin !== origin || asked.method !== 'GET' || SERVERS.test(url.pathname))
    return 'network'
  if (url.pathname === (asked.navigation ? RESCUE : HUNG))
    return asked.navigation ? 'rescue' : 'hung'
  if ((files.has(url.pathname) || PARTS.test(url.pathname)) && !asked.navigation) return 'precached'
  // A file opened as a page by itself, such as the licence of the font.
  const isFile = files.has(url.pathname) && url.pathname !== '/index.html'
  if (asked.navigation) return isFile ? 'precached' : 'shell'
  return 'network'
}
