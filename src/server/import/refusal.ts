import type { ErrorCode, FileKind } from './report.ts'

/**
 * Why reading stopped before its end. Thrown inside this room only, from below streams and
 * parsers, and turned into an error of the report at the room's door.
 */
export class FileRefusal extends Error {
  readonly code: ErrorCode
  readonly kind: FileKind | undefined

  constructor(code: ErrorCode, kind?: FileKind, cause?: unknown) {
    super(code, { cause })
    this.code = code
    this.kind = kind
  }
}
