/**
 * What somebody has typed outlives a page that is loaded anew for the app's sake: a new version, a part that has gone.
 * It lies in this tab's own store from one page to the next, and is taken out of it at once.
 */
const KEY = 'sambar.typed'
/** A page that is loaded anew is there within this time, or somebody has gone elsewhere since. */
const FRESH_MS = 60_000
/** How long fields may take to appear: a board is read first. */
const WAIT_MS = 20_000

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

interface Kept {
  path: string
  at: number
  /** All fields of the page in their order, so that each finds its own. */
  fields: { kind: string; value: string }[]
  /** Which of them had the focus; −1 for none. */
  focus: number
}

const KINDS = /^(text|search|tel|url|email|number|date|textarea|select-one)$/

const fieldsOf = (page: Document): Field[] =>
  [...page.querySelectorAll<Field>('input, textarea, select')].filter(({ type }) =>
    KINDS.test(type),
  )

/** Puts away what stands in the fields of this page. */
export function keepTyped(page: Window): void {
  const all = fieldsOf(page.document)
  if (all.every(({ value }) => value === '')) return
  const kept: Kept = {
    path: page.location.pathname,
    at: Date.now(),
    fields: all.map(({ type, value }) => ({ kind: type, value })),
    focus: all.findIndex((field) => field === page.document.activeElement),
  }
  try {
    page.sessionStorage.setItem(KEY, JSON.stringify(kept))
  } catch {
    // Storage forbidden by a setting: the page cannot keep anything.
  }
}

function take(page: Window): Kept | null {
  try {
    const text = page.sessionStorage.getItem(KEY)
    page.sessionStorage.removeItem(KEY)
    const kept = text === null ? null : (JSON.parse(text) as Kept)
    return kept && kept.path === page.location.pathname && Date.now() - kept.at < FRESH_MS
      ? kept
      : null
  } catch {
    return null
  }
}

/** Puts it back as soon as the page has its fields again, unless somebody has begun to type anew. */
export function restoreTyped(page: Window): void {
  const kept = take(page)
  if (!kept) return
  const until = Date.now() + WAIT_MS
  const look = () => {
    const all = fieldsOf(page.document)
    const same =
      all.length === kept.fields.length && all.every(({ type }, i) => type === kept.fields[i]!.kind)
    if (!same && Date.now() < until) return
    watcher.disconnect()
    if (same) fill(all, kept)
  }
  const watcher = new MutationObserver(look)
  watcher.observe(page.document.body, { childList: true, subtree: true })
  look()
}

function fill(all: Field[], kept: Kept): void {
  all.forEach((field, i) => {
    const { value } = kept.fields[i]!
    if (value === '' || (field.value !== '' && field.type !== 'select-one')) return
    field.value = value
    const said = field.type === 'select-one' ? 'change' : 'input'
    field.dispatchEvent(new Event(said, { bubbles: true }))
  })
  all[kept.focus]?.focus()
}
