import { VerificationError } from '#transparency/verification-error.ts'
import type { Keyring } from '#protocol/keyring.ts'
import type { NoticeRecord, ObjectRef, Shelf } from '#protocol/shapes.ts'
import type { ListCounts } from '../db.ts'

/** The key of one epoch, by itself. */
export interface EpochRing {
  epoch: number
  ring: Keyring
}

/** How many wraps are tried before a key counts as wrong: one may be the county's own mistake. */
const TRIES = 3

/** Epochs whose key really undoes wraps on these shelves; `null`: no wrap for it hangs here. */
export async function proveKeys(
  rings: EpochRing[],
  shelves: Shelf[],
): Promise<Map<number, boolean | null>> {
  const lists = shelves.flatMap(({ notices }) => notices.flatMap(listsOf))
  const proven = new Map<number, boolean | null>()
  for (const { epoch, ring } of rings) {
    const sealed = lists.filter((ref) => ref.open !== 'public' && ring.opens(ref)).slice(0, TRIES)
    let fits: boolean | null = sealed.length === 0 ? null : false
    for (const ref of sealed) fits = fits || (await opensReally(ring, ref))
    proven.set(epoch, fits)
  }
  return proven
}

async function opensReally(ring: Keyring, ref: ObjectRef): Promise<boolean> {
  try {
    await ring.objectKey(ref)
    return true
  } catch (error) {
    if (error instanceof VerificationError && error.code === 'KEY_WRONG') return false
    throw error
  }
}

/** A withdrawn notice keeps its header, so that all can see that it was withdrawn; its names go. */
const listsOf = (record: NoticeRecord): ObjectRef[] =>
  record.state === 'withdrawn' ? [] : record.objects.filter(({ role }) => role === 'list')

export interface WantedObjects {
  /** Header or document. */
  head: ObjectRef | null
  lists: ObjectRef[]
}

/** The objects of a notice that this device can open. `ring`: keys that were proven to fit. */
export function wantedOf(record: NoticeRecord, ring: Keyring): WantedObjects {
  const head = record.objects.find(({ role, open }) => role !== 'list' && open === 'public')
  return { head: head ?? null, lists: listsOf(record).filter((ref) => ring.opens(ref)) }
}

/** What stays closed on a shelf, and why. `keys`: epochs given, and whether each fits. */
export function countLists(shelf: Shelf, ring: Keyring, wrong: ReadonlySet<number>): ListCounts {
  const counts: ListCounts = { opened: 0, newer: 0, wrong: 0 }
  for (const ref of shelf.notices.flatMap(listsOf)) {
    if (ref.open === 'public') continue
    const epochs = ref.open.filter((wrap) => wrap.for === 'board').map(({ epoch }) => epoch)
    if (ring.opens(ref)) counts.opened++
    else if (epochs.some((epoch) => wrong.has(epoch))) counts.wrong++
    else if (epochs.length > 0) counts.newer++
  }
  return counts
}
