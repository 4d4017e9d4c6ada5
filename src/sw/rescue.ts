declare const self: ServiceWorkerGlobalScope

/** The page in between. */
export const RESCUE = '/rescue'

/** What a watchdog asks for when its page does not answer. */
export const HUNG = '/rescue/hung'

/** Paths of our own screens; anything else leads to the first one. */
const SCREEN = /^(\/[\w-]+)+$/

const HEADERS = {
  'content-type': 'text/html;charset=utf-8',
  // What makes it another origin. Refreshing by itself counts as scripting.
  'content-security-policy': "sandbox allow-scripts;default-src 'none'",
  'referrer-policy': 'no-referrer',
}

/**
 * Leads on to a screen of ours. A page whose main thread hangs cannot be loaded anew: the browser hands the new page to
 * the same process, which never takes it. A sandboxed page is of another origin, gets a process of its own, and the way
 * from there back begins a fresh one. So it is where browsers keep sandboxed pages apart; elsewhere nothing is worse.
 */
export function rescuePage(address: URL): Response {
  const to = address.searchParams.get('to') ?? ''
  const path = SCREEN.test(to) ? to : '/'
  const html = `<!doctype html><title>Sambar</title><meta http-equiv="refresh" content="0;url=${path}">`
  return new Response(html, { headers: HEADERS })
}

/** Has `page` opened anew, hung or not. */
export const openAnew = (page: WindowClient): Promise<unknown> =>
  page
    .navigate(`${RESCUE}?to=${encodeURIComponent(new URL(page.url).pathname)}`)
    .catch(() => undefined)

/** One page of ours hangs; which one only it could say. A tablet has no other. */
export async function openAllAnew(): Promise<Response> {
  const pages = await self.clients.matchAll({ type: 'window' })
  // Not waited for: a page that hangs in spite of all never arrives.
  for (const page of pages) void openAnew(page)
  return new Response(null, { status: 204 })
}
