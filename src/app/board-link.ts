declare global {
  interface Window {
    /** The fragment of a board's link, put there by `start.js`, which took it out of the address bar. */
    sambarLink?: string
  }
}

/** The board's link with which the app was opened, once; null where there was none. It holds a key: keep it nowhere. */
export function takeBoardLink(): string | null {
  const fragment = window.sambarLink
  delete window.sambarLink
  return fragment ? `${window.location.origin}/b${fragment}` : null
}
