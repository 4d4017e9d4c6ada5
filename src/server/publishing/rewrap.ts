import { unwrapObjectKey, wrapObjectKey } from '#protocol/keys.ts'
import type { NoticeRecord, ObjectRef, Wrap } from '#protocol/shapes.ts'
import type { BoardDraft } from './board-draft.ts'
import type { BoardWrapping, Random } from './seal-objects.ts'

async function rewrapObject(
  ref: ObjectRef,
  from: BoardWrapping,
  to: BoardWrapping,
  random: Random,
): Promise<ObjectRef> {
  if (ref.open === 'public' || from.epoch === to.epoch) return ref
  if (ref.open.some((wrap) => wrap.for === 'board' && wrap.epoch === to.epoch)) return ref
  const held = ref.open.find((wrap) => wrap.for === 'board' && wrap.epoch === from.epoch)
  if (!held) throw new Error(`object ${ref.address} has no wrap of epoch ${from.epoch}`)
  const key = await unwrapObjectKey(from.wrapKey, ref.content, held.wrap)
  const wrap: Wrap = {
    for: 'board',
    epoch: to.epoch,
    wrap: await wrapObjectKey(to.wrapKey, ref.content, key, random(12)),
  }
  return { ...ref, open: [wrap, ...ref.open.filter((other) => other.for !== 'board')] }
}

/**
 * Wraps every list of a board for the key of another epoch, in place of the one before. The shelves made from this draft
 * name the new key only; contents, addresses and bytes stay as they are. It takes nothing back: the shelves from before
 * stay served with the old wraps of the same lists, so what was published before stays readable to who has the old key.
 * Only what is published from now on is out of their reach.
 */
export async function rewrapBoard(
  draft: BoardDraft,
  from: BoardWrapping,
  to: BoardWrapping,
  random: Random,
): Promise<void> {
  for (const [key, shelf] of draft.shelves) {
    const notices = await Promise.all(
      shelf.notices.map(async (record): Promise<NoticeRecord> => ({
        ...record,
        objects: await Promise.all(
          record.objects.map((ref) => rewrapObject(ref, from, to, random)),
        ),
      })),
    )
    const changed = notices.some(({ objects }, i) =>
      objects.some((ref, j) => ref !== shelf.notices[i]?.objects[j]),
    )
    if (!changed) continue
    draft.shelves.set(key, { ...shelf, notices })
    draft.touched.add(key)
  }
}
