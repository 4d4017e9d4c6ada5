/** Keys by which a keyboard would open menus, other pages, printing, or the tools of the browser. */
const KEYS =
  /^(F\d+|BrowserBack|BrowserForward|BrowserHome|BrowserSearch|BrowserFavorites|ContextMenu)$/
const PLAIN = ['copy', 'cut', 'contextmenu', 'dragstart', 'drop', 'dragover', 'gesturestart']

/**
 * Keeps a page in its place, as far as a page can: no menus, no other addresses, no windows, nothing chosen, dragged,
 * enlarged, printed or picked from the disk. What only the device can forbid is told in the README. Returns how to let go.
 */
export function holdFast(page: Window): () => void {
  const { document } = page
  const stops: (() => void)[] = []
  const hear = (type: string, act: (event: Event) => void, capture = true) => {
    const how = { capture, passive: false }
    document.addEventListener(type, act, how)
    stops.push(() => document.removeEventListener(type, act, how))
  }
  const refuse = (event: Event) => event.preventDefault()
  const isField = (event: Event) => (event.target as Element).matches?.('input') === true

  PLAIN.forEach((type) => hear(type, refuse))
  hear('selectstart', (event) => !isField(event) && refuse(event))
  hear('wheel', (event) => (event as WheelEvent).ctrlKey && refuse(event))
  hear('touchmove', (event) => (event as TouchEvent).touches.length > 1 && refuse(event))
  hear('keydown', (event) => {
    const { key, ctrlKey, metaKey, altKey } = event as KeyboardEvent
    const writes = (ctrlKey || metaKey) && !altKey && /^[acvxz]$/i.test(key) && isField(event)
    if (KEYS.test(key) || ((ctrlKey || metaKey || altKey) && !writes)) refuse(event)
  })
  for (const type of ['click', 'auxclick'])
    // After the app: a link of its own it has followed by then. The browser follows none.
    hear(
      type,
      (event) => (event.target as Element).closest('a[href], input[type=file]') && refuse(event),
      false,
    )

  // Opened by a script of ours, which has none, or by a fault in one.
  const { open, print } = page
  page.open = () => null
  page.print = () => undefined
  stops.push(() => Object.assign(page, { open, print }))

  const view = document.querySelector<HTMLMetaElement>('meta[name=viewport]')
  const before = view?.content
  if (view) view.content = `${before}, maximum-scale=1, user-scalable=no`
  stops.push(() => view && (view.content = before!))
  document.documentElement.dataset['held'] = ''
  stops.push(() => delete document.documentElement.dataset['held'])
  return () => stops.forEach((stop) => stop())
}
