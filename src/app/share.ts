import type { NoticeId } from '#domain/notice/notice.ts'
import type { RegionCode } from '#domain/region/region.ts'

/** What a share link names, and all that it may: a board, a notice, the version that was shared. No key, nobody's number. */
export interface Shared {
  region: RegionCode
  id: NoticeId
  version: number
}

/** A link that anybody may open: who holds the board finds the notice, everybody else its public side. */
export const shareLink = (origin: string, { region, id, version }: Shared): string =>
  `${origin}/n/${region}/${id}/${version}`

/** The phone's own way of sharing, where the browser has one. */
export interface Sharer {
  share?: (data: { title: string; text: string; url: string }) => Promise<void>
  clipboard?: { writeText(text: string): Promise<void> }
}

/** True where it was shared, or the person thought better of it; false where the browser has no way. */
export async function shareByPhone(
  sharer: Sharer,
  what: { title: string; text: string; url: string },
): Promise<boolean> {
  if (!sharer.share) return false
  try {
    await sharer.share(what)
    return true
  } catch (cause) {
    return (cause as { name?: string } | null)?.name === 'AbortError'
  }
}

/** Copies by what the browser offers; old ones know only how to copy what is selected in `field`. */
export async function copyLink(
  sharer: Sharer,
  link: string,
  field: HTMLInputElement | null,
): Promise<boolean> {
  try {
    if (sharer.clipboard) {
      await sharer.clipboard.writeText(link)
      return true
    }
  } catch {
    // Forbidden here: the older way may still do.
  }
  field?.select()
  return field !== null && document.execCommand('copy')
}
