import { malformed } from '#transparency/verification-error.ts'
import { count, hash, listOf, oneOf, record, type Read } from './door.ts'
import { LIMITS } from './limits.ts'
import type { BoardRole, ObjectRef, Opening, PackRef, Wrap } from './shapes.ts'

const wrapText: Read<string> = (value, at) =>
  typeof value === 'string' && /^[A-Za-z0-9_-]{80}$/.test(value) ? value : malformed('wrap', at)

const wrap = record<Wrap>({ for: oneOf('board', 'office'), epoch: count, wrap: wrapText })

const wraps = listOf(wrap, 1000)

export const opening: Read<Opening> = (value, at) => (value === 'public' ? value : wraps(value, at))

const anyRef = record<ObjectRef & { role: BoardRole }>({
  role: oneOf('shelf', 'header', 'list', 'document'),
  content: hash,
  address: hash,
  length: count,
  size: count,
  open: opening,
})

/** A reference on a manifest or a shelf, to an object that is small enough to be honest. */
export const objectRef: Read<ObjectRef> = (value, at) => {
  const ref = anyRef(value, at)
  const most = LIMITS.plain[ref.role]
  if (ref.size > most || ref.length > most + LIMITS.overhead)
    malformed(at.split('.')[0] ?? '', `${at}.size`)
  return ref
}

export const packRef: Read<PackRef> = (value, at) => {
  const ref = record<PackRef>({ address: hash, length: count })(value, at)
  if (ref.length > LIMITS.pack) malformed(at.split('.')[0] ?? '', `${at}.length`)
  return ref
}
