import type { Hash } from '#domain/board/board-state.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import { utf8 } from './encoding.ts'
import { hashOf } from './sha256.ts'

/** What paper carries and a chain keeps: commits to all contents of one version, in the shelf's order. */
export function versionDigest(
  notice: NoticeId,
  version: number,
  contents: readonly Hash[],
): Promise<Hash> {
  const lines = contents.map((content) => `${content}\n`).join('')
  return hashOf(utf8(`sambar/version/v1\n${notice}\n${version}\n${lines}`))
}
