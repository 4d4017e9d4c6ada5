import type { Fen } from '#domain/money/fen.ts'
import type { PublicHeader } from '#domain/privacy/public-notice.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { matchKeys, nameKeys, readQuery } from '#domain/search/match-name.ts'
import { VerificationError } from '#transparency/verification-error.ts'
import { parseHeader, verifyHeader } from '#protocol/header.ts'
import { boardKeyring, publicKeyring, type Keyring } from '#protocol/keyring.ts'
import { lineAt, parseListChunk, type ReadLine } from '#protocol/list-chunk.ts'
import { openObject } from '#protocol/object.ts'
import type { ListChunk, Manifest, NoticeRecord, ObjectRef } from '#protocol/shapes.ts'
import { findBoardRow, findObject, type Db } from '../storage/log.ts'
import { openShelves } from './open-board.ts'

/** A board as it hangs, newest notice first; the county's own documents are no notices. */
export interface ReadBoard {
  manifest: Manifest
  notices: NoticeRecord[]
}

export async function readBoard(db: Db, region: RegionCode): Promise<ReadBoard | null> {
  const row = await findBoardRow(db, region)
  if (!row) return null
  const [board] = await openShelves(db, [row], (key) => key !== 'reference')
  const manifest = board?.manifest
  if (!manifest) return null
  const notices = [...board.shelves.values()]
    .flatMap((shelf) => shelf.notices)
    .sort((a, b) => b.year - a.year || (a.publishedAt < b.publishedAt ? 1 : -1))
  return { manifest, notices }
}

/** An object of the board, opened with this ring and no other secret. */
async function open(db: Db, ref: ObjectRef, ring: Keyring): Promise<unknown> {
  const bytes = await findObject(db, ref.address)
  if (!bytes) throw new Error(`object ${ref.address} is missing`)
  return openObject(ref, bytes, ring)
}

/** The header of a notice, held against what its shelf says; null for what has none. */
export async function readHeader(
  db: Db,
  region: RegionCode,
  record: NoticeRecord,
): Promise<PublicHeader | null> {
  const [ref] = record.objects
  if (ref?.role !== 'header') return null
  const header = parseHeader(await open(db, ref, publicKeyring))
  verifyHeader(region, record, header)
  return header
}

/** Lists of a notice that this ring opens. Of what was withdrawn nobody is shown. */
export const listsFor = (record: NoticeRecord, ring: Keyring): ObjectRef[] =>
  record.state === 'withdrawn'
    ? []
    : record.objects.filter((ref) => ref.role === 'list' && ring.opens(ref))

export async function readList(db: Db, ref: ObjectRef, ring: Keyring): Promise<ListChunk> {
  return parseListChunk(await open(db, ref, ring))
}

/** What a typed key of this epoch opens. `wrong`: the board has sealed lists, and it opens none. */
export async function ringOf(
  board: ReadBoard,
  { epoch, key }: { epoch: number; key: Uint8Array },
): Promise<Keyring | 'wrong'> {
  const ring = boardKeyring(board.manifest.region, [{ epoch, key }])
  const sealed = board.notices
    .filter(({ state }) => state !== 'withdrawn')
    .flatMap(({ objects }) => objects.filter(({ open }) => open !== 'public'))
  const mine = sealed.find((ref) => ring.opens(ref))
  if (!mine) return sealed.length === 0 ? ring : 'wrong'
  try {
    await ring.objectKey(mine)
    return ring
  } catch (error) {
    if (error instanceof VerificationError) return 'wrong'
    throw error
  }
}

export interface FoundLine {
  record: NoticeRecord
  line: ReadLine
}

/** Lines of all lists of a board whose name answers the query, newest notice first; `more` where there are still others. */
export async function findLines(
  db: Db,
  board: ReadBoard,
  ring: Keyring,
  query: string,
  limit: number,
): Promise<{ found: FoundLine[]; more: boolean; paidFen: Fen }> {
  const asked = readQuery(query)
  const found: FoundLine[] = []
  let paid = 0
  for (const record of board.notices)
    for (const ref of listsFor(record, ring)) {
      const chunk = await readList(db, ref, ring)
      for (let i = 0; i < chunk.lines; i++) {
        const name = { name: chunk.name[i]!, nameMn: chunk.nameMn[i]!, pinyin: chunk.pinyin[i]! }
        if (matchKeys(asked, nameKeys(name)) === null) continue
        if (found.length === limit) return { found, more: true, paidFen: paid as Fen }
        const line = lineAt(chunk, i)
        if (line.status === 'paid' || line.status === 'reissued') paid += line.amountFen
        found.push({ record, line })
      }
    }
  return { found, more: false, paidFen: paid as Fen }
}
