import { malformed } from '#transparency/verification-error.ts'
import { count, hash, oneOf, record, type Read } from './door.ts'
import { LIMITS } from './limits.ts'
import { opening } from './object-ref.ts'
import type { LaterRole, ObjectRef } from './shapes.ts'

/** A reference to an object of a role that no manifest of today knows, of at most so many plain bytes. */
export function laterRef(role: LaterRole, most: number): Read<ObjectRef> {
  const read = record<ObjectRef>({
    role: oneOf(role),
    content: hash,
    address: hash,
    length: count,
    size: count,
    open: opening,
  })
  return (value, at) => {
    const ref = read(value, at)
    return ref.size <= most && ref.length <= most + LIMITS.overhead
      ? ref
      : malformed(role, `${at}.size`)
  }
}
