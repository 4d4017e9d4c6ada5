import type { NoticeId } from '../notice/notice.ts'
import type { BoardState, EarlierVersion, PostedNotice, UnlawfulChange } from './board-state.ts'

const KINDS: readonly string[] = ['disbursement', 'affair', 'reference']
const CHANGED: readonly string[] = ['payee', 'quantity', 'rate', 'amount', 'text']

/** How far a state has come. A version never goes back on this way; an archived or withdrawn one gets no successor. */
const WAY: { [state: string]: number } = { published: 0, withdrawn: 1, archived: 2 }

/** What makes a notice this notice: no version changes it. */
const IDENTITY = ['kind', 'program', 'year', 'batch'] as const

/** What a version says of itself: it stays, to the letter, as long as the version stands. */
const FIXED = ['item', 'title', 'publishedAt', 'publishedOn', 'periodEndsOn', 'change'] as const

/**
 * May a board at `from` (null: nothing held yet) be followed by `to`? Null when it may. Lawful are: new notices; new
 * versions that keep the chain and name what changed and why; withdrawal with reason and office; archiving. The rule is
 * transitive, since a phone may sleep through any number of steps. A known breach counts before an unknown kind.
 */
export function lawfulChange(from: BoardState | null, to: BoardState): UnlawfulChange | null {
  if (from && from.region !== to.region) return { refused: 'otherRegion' }
  const next = new Set<NoticeId>()
  for (const { id } of to.notices) {
    // Two notices of one id: whatever one of them says, the other may say otherwise.
    if (next.has(id)) return { refused: 'chainBroken', notice: id }
    next.add(id)
  }
  let unknown: UnlawfulChange | null = null
  const held = new Map((from?.notices ?? []).map((notice) => [notice.id, notice]))
  for (const id of held.keys()) if (!next.has(id)) return { refused: 'noticeVanished', notice: id }
  for (const notice of to.notices) {
    const before = held.get(notice.id)
    if (!isKnown(notice) || (before && !isKnown(before))) {
      unknown ??= { refused: 'updateTheApp', notice: notice.id }
      continue
    }
    const breach = inItself(notice) ?? (before ? between(before, notice) : null)
    if (breach) return { refused: breach, notice: notice.id }
  }
  return unknown
}

type Breach = Exclude<UnlawfulChange['refused'], 'otherRegion' | 'updateTheApp'>

const isKnown = (notice: PostedNotice): boolean =>
  KINDS.includes(notice.kind) &&
  Object.prototype.hasOwnProperty.call(WAY, notice.state) &&
  (notice.change?.what ?? []).every((what) => CHANGED.includes(what))

/** What must hold of any notice, wherever it comes from. */
function inItself(notice: PostedNotice): Breach | null {
  if (notice.chain.length !== notice.version - 1) return 'chainBroken'
  let previous = ''
  for (const [i, { version, publishedAt }] of [...notice.chain, notice].entries()) {
    if (version !== i + 1 || publishedAt < previous) return 'chainBroken'
    previous = publishedAt
  }
  if (notice.version === 1 ? notice.change !== null : !isNamed(notice.change))
    return 'changeNotNamed'
  const { state, withdrawal } = notice
  if (state === 'published' ? withdrawal !== null : state === 'withdrawn' && withdrawal === null)
    return 'withdrawalWithoutReason'
  if (withdrawal && (blank(withdrawal.why) || blank(withdrawal.office)))
    return 'withdrawalWithoutReason'
  return null
}

const blank = (text: string): boolean => text.trim() === ''
const isNamed = (change: PostedNotice['change']): boolean =>
  change !== null && change.what.length > 0 && !blank(change.why)

/** What must hold between what was held and what comes, however many steps lie between. */
function between(before: PostedNotice, after: PostedNotice): Breach | null {
  if (after.version < before.version) return 'versionWentBack'
  if (IDENTITY.some((key) => after[key] !== before[key])) return 'changedInSilence'
  return after.version === before.version ? sameVersion(before, after) : laterVersion(before, after)
}

function sameVersion(before: PostedNotice, after: PostedNotice): Breach | null {
  if (after.digest !== before.digest) return 'changedInSilence'
  if (!same(after.chain, before.chain)) return 'chainBroken'
  if (FIXED.some((key) => !same(after[key], before[key]))) return 'changedInSilence'
  if (wayOf(after) < wayOf(before)) return 'stateWentBack'
  // A reason once given stays; one that comes with archiving was given by a withdrawal in between.
  if (
    before.withdrawal
      ? !same(after.withdrawal, before.withdrawal)
      : before.state === 'archived' && after.withdrawal
  )
    return 'changedInSilence'
  // Withdrawing takes the body away, sums included; nothing else touches them.
  const bodyGone = after.withdrawal !== null && after.totals === null
  return bodyGone || same(after.totals, before.totals) ? null : 'changedInSilence'
}

function laterVersion(before: PostedNotice, after: PostedNotice): Breach | null {
  if (before.state !== 'published') return 'stateWentBack'
  const { version, digest, publishedAt } = before
  const known: EarlierVersion[] = [...before.chain, { version, digest, publishedAt }]
  return same(after.chain.slice(0, known.length), known) ? null : 'chainBroken'
}

const wayOf = (notice: PostedNotice): number => WAY[notice.state] ?? 0

/** Equal as values, in whatever order keys stand; keys of a later time that this code does not know count too. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const present = (value: object) =>
    Object.entries(value).filter(([, inner]) => (inner as unknown) !== undefined)
  const left = present(a)
  const right = new Map(present(b))
  return (
    left.length === right.size &&
    left.every(([key, value]) => right.has(key) && same(value, right.get(key)))
  )
}
