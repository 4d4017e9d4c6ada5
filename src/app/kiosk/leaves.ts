import type { Device, HeldBoard, ListSums, NoticeSummary, NoticeView } from '#device/api.ts'
import type { Hash } from '#domain/board/board-state.ts'
import type { Fen } from '#domain/money/fen.ts'
import type { Program } from '#domain/program/program.ts'
import type { Both } from '#domain/region/region.ts'

/** A board, and which state of it. */
export interface BoardState {
  board: HeldBoard
  manifest: Hash
}

/** A board as it was read at one moment, all of it from the same state. */
export interface BoardRead extends BoardState {
  all: NoticeSummary[]
  shown: { view: NoticeView; sums: ListSums | null }[]
  programs: Program[]
}

/** One page of the loop. */
export type Leaf =
  | { kind: 'front'; key: string; read: BoardState; notices: NoticeSummary[] }
  | { kind: 'totals'; key: string; read: BoardState; year: number; sums: ProgramSum[] }
  | { kind: 'notice'; key: string; read: BoardState; view: NoticeView; sums: ListSums | null }

export interface ProgramSum {
  program: string
  name: Both
  fen: Fen
}

/** So many lines fit on a front page, so many notices into a loop that somebody who waits sees come round. */
const ON_FRONT = 5
const IN_LOOP = 6

const standing = (notices: readonly NoticeSummary[]) =>
  notices.filter(({ state }) => state === 'published')
const newest = (a: NoticeSummary, b: NoticeSummary) =>
  a.publishedAt < b.publishedAt ? 1 : a.publishedAt > b.publishedAt ? -1 : 0

/** What may still be objected to first, what ends soonest before all; then what is newest. */
export function byUrgency(notices: readonly NoticeSummary[]): NoticeSummary[] {
  const open = standing(notices).filter(({ periodOpen }) => periodOpen === true)
  const rest = standing(notices).filter(({ periodOpen }) => periodOpen !== true)
  return [
    ...open.sort((a, b) => (a.daysLeft ?? 0) - (b.daysLeft ?? 0) || newest(a, b)),
    ...rest.sort(newest),
  ]
}

/** What each program paid out in a board's newest year with any, the largest first. */
export function programSums(
  notices: readonly NoticeSummary[],
  programs: readonly Program[],
): { year: number; sums: ProgramSum[] } | null {
  const paid = standing(notices).filter(({ program, totals }) => program !== null && totals)
  if (paid.length === 0) return null
  const year = Math.max(...paid.map((notice) => notice.year))
  const found = new Map<string, ProgramSum>()
  for (const { program, totals, title } of paid.filter((notice) => notice.year === year)) {
    const known = found.get(program!)
    const name = programs.find(({ code }) => code === program)?.name ?? title
    const fen = ((known?.fen ?? 0) + totals!.paidFen) as Fen
    found.set(program!, { program: program!, name: known?.name ?? name, fen })
  }
  return { year, sums: [...found.values()].sort((a, b) => b.fen - a.fen) }
}

const keyOf = ({ board }: BoardState, leaf: string) => `${board.region}.${board.seq}.${leaf}`

const frontOf = (read: BoardState, all: readonly NoticeSummary[]): Leaf => ({
  kind: 'front',
  key: keyOf(read, 'front'),
  read,
  notices: byUrgency(all).slice(0, ON_FRONT),
})

/**
 * The first leaf alone, which hangs before the rest has been read. For when a tablet opens: nothing is swapped in before that
 * leaf has been painted. Null where the board is another by now.
 */
export async function readFront(device: Device, board: HeldBoard): Promise<Leaf | null> {
  const { region, seq } = board
  const [mark, all] = await Promise.all([device.mark(region), device.notices(region)])
  return mark?.seq === seq ? frontOf({ board, manifest: mark.manifest }, all) : null
}

/** Null where the board changed while it was read: whoever asked asks again. */
export async function readBoard(device: Device, board: HeldBoard): Promise<BoardRead | null> {
  const { region, seq } = board
  const [mark, all, programs] = await Promise.all([
    device.mark(region),
    device.notices(region),
    device.programs(),
  ])
  if (mark?.seq !== seq) return null
  const { manifest } = mark
  const chosen = byUrgency(all).slice(0, IN_LOOP)
  const shown = await Promise.all(
    chosen.map(async ({ id }) => ({
      view: await device.notice(region, id),
      sums: await device.listSums(region, id),
    })),
  )
  const whole = shown.flatMap(({ view, sums }) =>
    view?.manifest === manifest ? [{ view, sums }] : [],
  )
  return whole.length === chosen.length ? { board, manifest, all, programs, shown: whole } : null
}

/** The loop of one board: what is new and how long one may object, what was paid as a picture, then notice by notice. */
export function leavesOf({ board, manifest, all, programs, shown }: BoardRead): Leaf[] {
  const read = { board, manifest }
  const totals = programSums(all, programs)
  return [
    frontOf(read, all),
    ...(totals ? [{ kind: 'totals' as const, key: keyOf(read, 'totals'), read, ...totals }] : []),
    ...shown.map(({ view, sums }) => ({
      kind: 'notice' as const,
      key: keyOf(read, view.summary.id),
      read,
      view,
      sums,
    })),
  ]
}
