import type { NoticeId } from '#domain/notice/notice.ts'
import type { NoticeRecord, ObjectRef } from '#protocol/shapes.ts'
import { versionDigest } from '#protocol/version.ts'

/** What makes a record the next version of the one before it. */
export async function versionAfter(
  before: NoticeRecord | undefined,
  id: NoticeId,
  objects: readonly ObjectRef[],
): Promise<Pick<NoticeRecord, 'version' | 'digest' | 'chain'>> {
  const version = (before?.version ?? 0) + 1
  const contents = objects.map(({ content }) => content)
  const digest = await versionDigest(id, version, contents)
  if (!before) return { version, digest, chain: [] }
  const earlier = {
    version: before.version,
    digest: before.digest,
    publishedAt: before.publishedAt,
  }
  return { version, digest, chain: [...before.chain, earlier] }
}
