import { malformed } from './verification-error.ts'

/** Bits that one letter of an alphabet of 32 or 64 carries. */
const widthOf = (alphabet: string): number => Math.log2(alphabet.length)

/** Bytes as letters, most significant bits first; the last letter is filled up with zero bits. */
export function lettersOf(bytes: Uint8Array, alphabet: string): string {
  const width = widthOf(alphabet)
  const mask = alphabet.length - 1
  let text = ''
  let bits = 0
  let held = 0
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff
    bits += 8
    while (bits >= width) {
      bits -= width
      text += alphabet.charAt((held >> bits) & mask)
    }
  }
  return bits > 0 ? text + alphabet.charAt((held << (width - bits)) & mask) : text
}

/** Reads only what `lettersOf` writes: else two texts would mean the same bytes. */
export function bytesOfLetters(
  text: string,
  alphabet: string,
  what: string,
  form: string,
): Uint8Array {
  const width = widthOf(alphabet)
  const bytes = new Uint8Array(Math.floor((text.length * width) / 8))
  let bits = 0
  let held = 0
  let at = 0
  for (const letter of text) {
    const value = alphabet.indexOf(letter)
    if (value < 0) malformed(what, form)
    held = ((held << width) | value) & 0xffff
    bits += width
    if (bits >= 8) {
      bits -= 8
      bytes[at++] = (held >> bits) & 255
    }
  }
  // A whole letter too many, or bits left over that are not zero.
  if (bits >= width || (held & ((1 << bits) - 1)) !== 0) malformed(what, form)
  return bytes
}
