import { VerificationError } from '#transparency/verification-error.ts'

/** So much the platform unpacks in one go, quickest of all: a bomb of it takes 32 MiB for a moment. */
const PLATFORM = 32 * 1024

const sizeWrong = (size: number, cause?: unknown) =>
  new VerificationError('SIZE_WRONG', { what: 'gzip', size }, cause === undefined ? {} : { cause })

/**
 * gunzip into exactly `size` bytes. SIZE_WRONG where it is not gzip, or unpacks to more or less. Memory does not grow with
 * what a bomb holds: it ends where the shelf said that the object would, or after 32 MiB.
 *
 * Browsers unpack a usual object (12 kB packed) in 0.15 ms by their own code if no script stands in its stream, the library
 * takes 0.6 ms; larger ones are read piece by piece, to stop in time. In Node the library is faster, and phones before
 * Chrome 80 and Safari 16.4 have nothing else.
 */
export async function unpack(packed: Uint8Array, size: number): Promise<Uint8Array> {
  if (saidSize(packed) !== size) throw sizeWrong(size)
  const library = inBrowser() ? null : await import('./gunzip.ts')
  try {
    return library ? library.gunzip(packed, size) : await byPlatform(packed, size)
  } catch (cause) {
    throw cause instanceof VerificationError ? cause : sizeWrong(size, cause)
  }
}

/** The size that gzip itself claims, in its last four bytes (RFC 1952): an honest mistake ends here. */
function saidSize(packed: Uint8Array): number {
  const [a = 0, b = 0, c = 0, d = 0] = packed.subarray(-4)
  return a + b * 2 ** 8 + c * 2 ** 16 + d * 2 ** 24
}

/** Pages have the one, workers the other, Node neither. */
const inBrowser = (): boolean =>
  typeof DecompressionStream === 'function' &&
  ('document' in globalThis || 'importScripts' in globalThis)

async function byPlatform(packed: Uint8Array, size: number): Promise<Uint8Array> {
  const stream = new DecompressionStream('gzip')
  const writer = stream.writable.getWriter()
  // What is wrong with the bytes shows on the reading side; these two only repeat it.
  writer.write(packed).catch(() => undefined)
  writer.close().catch(() => undefined)
  if (packed.length > PLATFORM) return readUpTo(stream.readable, size)
  const plain = new Uint8Array(await new Response(stream.readable).arrayBuffer())
  if (plain.length !== size) throw sizeWrong(size)
  return plain
}

/** Reads a stream to its end, which must be at `size`; stops it as soon as there is more. */
async function readUpTo(stream: PlatformReadable, size: number): Promise<Uint8Array> {
  const plain = new Uint8Array(size)
  const reader = stream.getReader()
  let at = 0
  while (true) {
    const { done, value } = await reader.read()
    if (done) break
    if (at + value.length > size) {
      reader.cancel().catch(() => undefined)
      throw sizeWrong(size)
    }
    plain.set(value, at)
    at += value.length
  }
  if (at !== size) throw sizeWrong(size)
  return plain
}
