import type { useCatalog } from '../stores/catalog.ts'
import type { useLists } from '../stores/lists.ts'
import type { useNotices } from '../stores/notices.ts'
import type { useSearch } from '../stores/search.ts'

/** What a visit leaves in the app's memory. */
export interface Traces {
  search: ReturnType<typeof useSearch>
  lists: ReturnType<typeof useLists>
  notices: ReturnType<typeof useNotices>
  catalog: ReturnType<typeof useCatalog>
}

/** Empties what the app itself remembers of a reader. */
export function forgetVisit({ search, lists, notices, catalog }: Traces): void {
  search.forget()
  lists.forget()
  notices.forget()
  catalog.query = ''
  catalog.hits = []
  catalog.answered = null
}

/** Empties what the browser remembers of one: fields, what is chosen, the clipboard, this tab's store, the page's name. */
export function forgetInBrowser(page: Window): void {
  page.document.querySelectorAll('input').forEach((field) => (field.value = ''))
  page.getSelection()?.removeAllRanges()
  page.speechSynthesis?.cancel()
  page.document.title = ''
  try {
    page.sessionStorage.clear()
  } catch {
    // Forbidden by a setting: then nothing lies there.
  }
  page.navigator.clipboard?.writeText('').catch(() => undefined)
}

/** No screen takes longer; one that is off draws no frames, and nobody reads it. */
const FRAME_MS = 150

/** Waits until the emptied screen is on the glass: the old one would else stay there until the new page paints. */
export function cleanFrame(page: Window): Promise<void> {
  return new Promise((resolve) => {
    page.setTimeout(resolve, FRAME_MS)
    page.requestAnimationFrame(() => page.requestAnimationFrame(() => resolve()))
  })
}

/** A page that is loaded anew keeps nothing: not the heap, not the worker, not a word in a list of answers. */
export async function beginAnew(page: Window, stand: string): Promise<boolean> {
  if (!(await canLoad(page, stand))) return false
  page.location.replace(stand)
  return true
}

/** A page that does not come would leave the browser's own error on the wall until somebody drives out. */
async function canLoad(page: Window, stand: string): Promise<boolean> {
  if (page.navigator.serviceWorker?.controller) return true
  try {
    const answer = await page.fetch(stand, { method: 'HEAD', cache: 'no-store' })
    return answer.ok
  } catch {
    return false
  }
}
