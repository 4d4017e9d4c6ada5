import { parseReference } from '#protocol/parse-reference.ts'
import type { ObjectRef } from '#protocol/shapes.ts'
import type { DocumentRecord } from '../db.ts'

/** Reads one of the county's documents. Null for one that this code does not know: additive, no alarm. */
export function readDocument(ref: ObjectRef, value: unknown): DocumentRecord | null {
  const document = parseReference(value)
  return document && { name: document.name, content: ref.content, value: document.value }
}
