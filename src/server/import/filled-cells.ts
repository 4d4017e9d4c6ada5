import type { Merge } from './cell.ts'
import type { ReadLine } from './run.ts'

/** A blank cell that took what stood above it, until merges and the rest of the sheet tell whether it might. */
export interface FilledCell {
  row: number
  column: number
  value: string
  line?: ReadLine
}

/** Whether the blank is the lower part of a merged cell. A sheet tells of its merges after its last row. */
export function isMerged({ row, column }: FilledCell, merges: readonly Merge[]): boolean {
  return merges.some(
    (merge) =>
      merge.top < row && row <= merge.bottom && merge.left <= column && column <= merge.right,
  )
}
