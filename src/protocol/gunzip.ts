import { Gunzip, gunzipSync } from 'fflate'

/** So much is unpacked in one go: even a bomb (1 : 1032) costs a slow phone no more than a blink. */
const ONE_GO = 64 * 1024
/** Larger ones go in pieces, each of which is unpacked before we can say stop. */
const PIECE = 4 * 1024

/** gunzip by a library, where the platform has none. Throws where it is none, or unpacks to more or less than `size`. */
export function gunzip(packed: Uint8Array, size: number): Uint8Array {
  return packed.length <= ONE_GO ? inOneGo(packed, size) : piecewise(packed, size)
}

function inOneGo(packed: Uint8Array, size: number): Uint8Array {
  // The library drops what finds no room; one byte more than allowed shows that there was more.
  const plain = gunzipSync(packed, { out: new Uint8Array(size + 1) })
  if (plain.length !== size) throw new RangeError('another size')
  return plain
}

function piecewise(packed: Uint8Array, size: number): Uint8Array {
  const plain = new Uint8Array(size)
  let at = 0
  const gunzip = new Gunzip((piece) => {
    if (at + piece.length > size) throw new RangeError('another size')
    plain.set(piece, at)
    at += piece.length
  })
  for (let from = 0; from < packed.length; from += PIECE)
    gunzip.push(packed.subarray(from, from + PIECE), from + PIECE >= packed.length)
  if (at !== size) throw new RangeError('another size')
  return plain
}
