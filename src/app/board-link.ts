declare global {
  interface Window {
    /** The fragment of a board's link or a tablet's, put there by `start.js`, which took it out of the address bar. */
    sambarLink?: string
  }
}

/** The fragment with which the app was opened, once. It holds a secret: keep it nowhere. */
export function takeFragment(): string | null {
  const fragment = window.sambarLink
  delete window.sambarLink
  return fragment ?? null
}

/** The board's link with which the app was opened, once; null where there was none. It holds a key: keep it nowhere. */
export function takeBoardLink(): string | null {
  const fragment = takeFragment()
  return fragment ? `${window.location.origin}/b${fragment}` : null
}
