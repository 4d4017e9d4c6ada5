import { isUtf8 } from 'node:buffer'
import { FileRefusal } from './refusal.ts'

export type TextEncoding = 'utf-8' | 'utf-8-bom' | 'gbk' | 'gb18030' | 'utf-16le' | 'utf-16be'

/** A text file whose encoding is known. It is decoded piece by piece, so that it is never held twice. */
export interface DecodedText {
  encoding: TextEncoding
  pieces(): Iterable<string>
}

const PIECE = 256 * 1024

/**
 * Finds the encoding of a text file. Chinese offices send UTF-8, GBK and, from Excel's "Unicode
 * text", UTF-16; a file in two encodings at once is refused.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return sound('utf-8-bom', 'utf-8', bytes.subarray(3))
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return sound('utf-16le', 'utf-16le', bytes.subarray(2))
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return sound('utf-16be', 'utf-16be', bytes.subarray(2))
  const wide = withoutMark(bytes)
  if (wide !== null) return sound(wide, wide, bytes)
  if (isUtf8(bytes)) return sound('utf-8', 'utf-8', bytes)
  if (hasUtf8Line(bytes)) throw new FileRefusal('fileEncoding')
  return sound(hasFourByte(bytes) ? 'gb18030' : 'gbk', 'gb18030', bytes)
}

/** Refuses bytes that are no sound text of this encoding, to their very end, before anything is read of them. */
function sound(encoding: TextEncoding, label: string, bytes: Uint8Array): DecodedText {
  if (label === 'utf-8' ? !isUtf8(bytes) : !decodes(label, bytes))
    throw new FileRefusal('fileEncoding')
  return { encoding, pieces: () => piecesOf(label, bytes) }
}

function decodes(label: string, bytes: Uint8Array): boolean {
  const all = piecesOf(label, bytes)
  try {
    while (all.next().done !== true);
    return true
  } catch {
    return false
  }
}

function* piecesOf(label: string, bytes: Uint8Array): Generator<string> {
  // The mark was cut off by hand: a second one belongs to the text, and must be seen there.
  const decoder = new TextDecoder(label, { fatal: true, ignoreBOM: true })
  for (let from = 0; from < bytes.length; from += PIECE) {
    const last = from + PIECE >= bytes.length
    yield decoder.decode(bytes.subarray(from, from + PIECE), { stream: !last })
  }
}

/** UTF-16 without its mark: separators, digits and line ends have a zero on one side only. */
function withoutMark(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const end = Math.min(bytes.length - (bytes.length % 2), 4096)
  let even = 0
  let odd = 0
  for (let i = 0; i < end; i += 2) {
    if (bytes[i] === 0) even++
    if (bytes[i + 1] === 0) odd++
  }
  if (end < 4 || even + odd < end / 20) return null
  if (odd > even * 8) return 'utf-16le'
  if (even > odd * 8) return 'utf-16be'
  return null
}

/**
 * Whether a file that is not UTF-8 as a whole has lines that are: then it was pasted together
 * from two encodings. One GBK line hardly ever reads as UTF-8 by chance; two Chinese characters
 * of three bytes each are asked for.
 */
function hasUtf8Line(bytes: Uint8Array): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let from = 0
  let high = 0
  for (let i = 0; i <= bytes.length; i++) {
    const byte = i === bytes.length ? 0x0a : bytes[i]!
    if (byte >= 0x80) high++
    if (byte !== 0x0a && byte !== 0x0d) continue
    if (high >= 6 && mayBeUtf8(bytes, from, i)) {
      try {
        const han = decoder.decode(bytes.subarray(from, i)).match(/[\u3400-\u9fff]/g)
        if (han !== null && han.length >= 2) return true
      } catch {
        // Not UTF-8: what a line of GBK should be.
      }
    }
    from = i + 1
    high = 0
  }
  return false
}

/** Cheap look at the first high byte of a line, before decoding it. */
function mayBeUtf8(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!
    if (byte < 0x80) continue
    const next = bytes[i + 1] ?? 0
    return byte >= 0xc2 && byte <= 0xf4 && next >= 0x80 && next <= 0xbf
  }
  return false
}

function hasFourByte(bytes: Uint8Array): boolean {
  for (let i = 0; i + 3 < bytes.length; i++) {
    if (bytes[i]! < 0x81) continue
    const next = bytes[i + 1]!
    if (next >= 0x30 && next <= 0x39) return true
    i++
  }
  return false
}

/** Text that was decoded wrongly once and saved so: asked only when no header can be found in it. */
export function looksMisread(text: string): boolean {
  const head = text.slice(0, 4000)
  if (head.includes('\ufffd')) return true
  const latin = head.match(/[\u0080-\u00ff]/g)?.length ?? 0
  if (latin > 8 && latin > head.length / 20) return true
  return readsBack(head)
}

/** UTF-8 once read as GBK turns back into sound Chinese when written as GBK and read as UTF-8. */
function readsBack(text: string): boolean {
  const cells = text.split(/[,;\t\r\n"]+/).filter((cell) => /[\u3400-\u9fff]/.test(cell))
  if (cells.length === 0) return false
  const table = gbkTable()
  let back = 0
  for (const cell of cells) {
    const bytes: number[] = []
    for (const char of cell) {
      const code = char.charCodeAt(0) < 0x80 ? char.charCodeAt(0) : table.get(char)
      if (code === undefined) continue
      if (code > 0xff) bytes.push(code >> 8)
      bytes.push(code & 0xff)
    }
    const decoded = new TextDecoder('utf-8').decode(Uint8Array.from(bytes))
    if (/[\u4e00-\u9fff]/.test(decoded) && !decoded.slice(0, -1).includes('\ufffd')) back++
  }
  return back * 2 > cells.length
}

let gbk: Map<string, number> | null = null

/** GBK written backwards: no part of the platform encodes it. Made when it is first asked for. */
function gbkTable(): Map<string, number> {
  if (gbk !== null) return gbk
  const table = new Map<string, number>()
  const decoder = new TextDecoder('gb18030')
  for (let high = 0x81; high <= 0xfe; high++) {
    for (let low = 0x40; low <= 0xfe; low++) {
      if (low !== 0x7f) table.set(decoder.decode(Uint8Array.of(high, low)), (high << 8) | low)
    }
  }
  gbk = table
  return table
}
