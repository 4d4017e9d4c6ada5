import { crc32 } from 'node:zlib'
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl'
import { LIMITS } from './limits.ts'
import { FileRefusal } from './refusal.ts'

/** The members of an OOXML package, by name without regard to case, as the format has it. */
export interface Package {
  names: string[]
  has(name: string): boolean
  size(name: string): number
  /** Feeds a member's text in pieces. Refuses a member whose bytes are not the ones that were packed. */
  stream(name: string, onText: (text: string) => void): Promise<void>
}

/** Opens a package and holds it against every limit before a single byte is unpacked. */
export async function openPackage(bytes: Uint8Array): Promise<Package> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const zip = await openZip(buffer)
  if (zip.entryCount > LIMITS.entries) throw new FileRefusal('fileLimits')
  const entries = await readEntries(zip)
  checkMeasure(entries, buffer.length)
  const members = new Map<string, Entry>()
  for (const entry of entries) {
    const name = entry.fileName.toLowerCase()
    if (name.endsWith('/')) continue
    if (members.has(name)) throw new FileRefusal('fileDamaged')
    members.set(name, entry)
  }
  return {
    names: [...members.keys()],
    has: (name) => members.has(name.toLowerCase()),
    size: (name) => members.get(name.toLowerCase())?.uncompressedSize ?? 0,
    stream: (name, onText) => streamMember(zip, members.get(name.toLowerCase()), onText),
  }
}

async function openZip(buffer: Buffer): Promise<ZipFile> {
  try {
    return await fromBufferPromise(buffer)
  } catch (cause) {
    throw new FileRefusal('fileDamaged', undefined, cause)
  }
}

async function readEntries(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = []
  try {
    for await (const entry of zip.eachEntry()) {
      entries.push(entry)
      if (entries.length > LIMITS.entries) throw new FileRefusal('fileLimits')
    }
  } catch (cause) {
    if (cause instanceof FileRefusal) throw cause
    throw new FileRefusal('fileDamaged', undefined, cause)
  }
  return entries
}

// Declared sizes may be believed here: a member that unpacks to another size than it says is refused while it is read.
function checkMeasure(entries: Entry[], fileBytes: number): void {
  let unpacked = 0
  for (const entry of entries) {
    unpacked += entry.uncompressedSize
    const stretched =
      entry.uncompressedSize > LIMITS.ratioFrom &&
      entry.uncompressedSize > entry.compressedSize * LIMITS.ratio
    if (stretched || unpacked > LIMITS.unpackedBytes) throw new FileRefusal('fileLimits')
    if (entry.isEncrypted()) throw new FileRefusal('fileType', 'encrypted')
  }
  // Members that share their packed bytes: the oldest way to make much out of little.
  const spans = entries
    .map((entry) => ({ from: entry.relativeOffsetOfLocalHeader, packed: entry.compressedSize }))
    .sort((a, b) => a.from - b.from)
  let end = 0
  for (const span of spans) {
    if (span.from < end) throw new FileRefusal('fileLimits')
    end = span.from + 30 + span.packed
  }
  if (end > fileBytes) throw new FileRefusal('fileDamaged')
}

async function streamMember(
  zip: ZipFile,
  entry: Entry | undefined,
  onText: (text: string) => void,
): Promise<void> {
  if (entry === undefined) throw new FileRefusal('fileDamaged')
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let sum = 0
  try {
    const stream = await zip.openReadStreamPromise(entry)
    for await (const chunk of stream) {
      const bytes = chunk as Buffer
      sum = crc32(bytes, sum)
      onText(decoder.decode(bytes, { stream: true }))
    }
    onText(decoder.decode())
  } catch (cause) {
    if (cause instanceof FileRefusal) throw cause
    throw new FileRefusal('fileDamaged', undefined, cause)
  }
  if (sum !== entry.crc32) throw new FileRefusal('fileDamaged')
}
