import { base64, fromBase64 } from './base64.ts'
import type { TreeHead } from './proof.ts'
import { malformed } from './verification-error.ts'

/** C2SP tlog-checkpoint: what a log says of itself at one size. */
export interface Checkpoint extends TreeHead {
  origin: string
  /** Further lines; opaque, usually none. */
  extensions: string[]
}

const SIZE = /^(0|[1-9][0-9]{0,15})$/

/** The note text of a checkpoint: origin, size, root, each ended by a line feed. */
export function formatCheckpoint({
  origin,
  size,
  root,
  extensions = [],
}: TreeHead & { origin: string; extensions?: string[] }): string {
  const lines = [origin, String(size), base64(root), ...extensions]
  if (lines.some((line) => line === '' || line.includes('\n')))
    throw new TypeError('lines of a checkpoint are not empty and have no line feed')
  return lines.map((line) => `${line}\n`).join('')
}

/** Reads origin, size, root. The text is untrusted: whatever is wrong with it comes out as MALFORMED. */
export function parseCheckpoint(text: string): Checkpoint {
  if (!text.endsWith('\n')) malformed('checkpoint', 'lastLine')
  const [origin, sizeText, rootText, ...extensions] = text.slice(0, -1).split('\n')
  if (!origin || sizeText === undefined || rootText === undefined)
    return malformed('checkpoint', 'lines')
  if (extensions.includes('')) malformed('checkpoint', 'emptyLine')
  const size = Number(sizeText)
  if (!SIZE.test(sizeText) || !Number.isSafeInteger(size)) malformed('checkpoint', 'size')
  const root = fromBase64(rootText, 'checkpoint')
  if (root.length !== 32) malformed('checkpoint', 'root')
  return { origin, size, root, extensions }
}
