import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type {
  BoardState,
  EarlierVersion,
  Hash,
  PostedNotice,
  UnlawfulChange,
} from '#domain/board/board-state.ts'
import { lawfulChange } from '#domain/board/lawful-change.ts'
import { instantOf } from '#domain/calendar/day.ts'
import type { Day } from '#domain/calendar/day.ts'
import { asFen } from '#domain/money/fen.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import type { PublicTotals } from '#domain/privacy/public-notice.ts'
import type { RegionCode } from '#domain/region/region.ts'

const REGION = '152529900201' as RegionCode
const hash = (n: number) => n.toString(16).padStart(64, '0') as Hash
const id = (n: number) => n.toString(16).padStart(32, '0') as NoticeId
const at = (n: number) => instantOf(1_760_000_000_000 + n * 1000)
const totals = (fen: number): PublicTotals => ({
  payees: 12,
  plannedFen: null,
  paidFen: asFen(fen),
  returnedFen: asFen(0),
  balanceFen: null,
  byPart: [],
  byGroup: [{ group: '东浩特', payees: 5, amountFen: asFen(fen) }],
  others: null,
})

const first = (n: number, clock: number): PostedNotice => ({
  id: id(n),
  kind: 'disbursement',
  item: 'cat-650b501b',
  program: 'grassland',
  year: 2025,
  batch: null,
  title: { zh: `公示 ${n}` },
  version: 1,
  digest: hash(n * 100 + 1),
  chain: [],
  state: 'published',
  publishedAt: at(clock),
  publishedOn: '2025-11-20' as Day,
  periodEndsOn: '2025-11-30' as Day,
  change: null,
  withdrawal: null,
  totals: totals(n * 1000),
})

const board = (...notices: PostedNotice[]): BoardState => ({ region: REGION, notices })

/** The lawful steps, each as a publisher takes it. `pick` chooses a notice, `clock` only grows. */
type Move = {
  kind: 'new' | 'version' | 'withdraw' | 'archive' | 'reorder' | 'nothing'
  pick: number
  bodyGone: boolean
}

function step(state: BoardState, move: Move, clock: number): BoardState {
  const notices = [...state.notices]
  const i = notices.length === 0 ? -1 : move.pick % notices.length
  const old = notices[i]
  if (move.kind === 'new') notices.push(first(notices.length + 1, clock))
  else if (move.kind === 'reorder') notices.reverse()
  else if (old && move.kind === 'version' && old.state === 'published') {
    const { version, digest, publishedAt } = old
    notices[i] = {
      ...old,
      version: version + 1,
      digest: hash(Number.parseInt(digest, 16) + 1),
      chain: [...old.chain, { version, digest, publishedAt }],
      publishedAt: at(clock),
      change: { what: ['amount'], why: '更正金额' },
      title: { zh: `${old.title.zh}（更正）` },
      totals: totals(clock),
    }
  } else if (old && move.kind === 'withdraw' && old.state === 'published')
    notices[i] = {
      ...old,
      state: 'withdrawn',
      withdrawal: { why: '名单有误', office: '示范苏木人民政府', at: at(clock) },
      totals: move.bodyGone ? null : old.totals,
    }
  else if (old && move.kind === 'archive' && old.state !== 'archived')
    notices[i] = { ...old, state: 'archived' }
  return { ...state, notices }
}

const moves: fc.Arbitrary<Move[]> = fc.array(
  fc.record({
    kind: fc.constantFrom(
      'new',
      'new',
      'version',
      'version',
      'withdraw',
      'archive',
      'reorder',
      'nothing',
    ),
    pick: fc.nat({ max: 20 }),
    bodyGone: fc.boolean(),
  }),
  { maxLength: 14 },
)

/** Every state on a path of lawful steps, the empty board first. */
function path(list: Move[]): BoardState[] {
  const states = [board()]
  for (const [i, move] of list.entries()) states.push(step(states[i] as BoardState, move, i + 1))
  return states
}

describe('lawful change', () => {
  test('each lawful step is lawful, and so is any number of them taken at once', () => {
    fc.assert(
      fc.property(moves, (list) => {
        const states = path(list)
        for (const [i, from] of states.entries()) {
          expect(lawfulChange(null, from)).toBeNull()
          for (const to of states.slice(i)) expect(lawfulChange(from, to)).toBeNull()
        }
      }),
      { numRuns: 300 },
    )
  })

  test('what lies behind is never lawful again, unless nothing happened', () => {
    fc.assert(
      fc.property(moves, (list) => {
        const states = path(list)
        const last = states[states.length - 1] as BoardState
        const sorted = (state: BoardState) =>
          JSON.stringify([...state.notices].sort((a, b) => (a.id < b.id ? -1 : 1)))
        for (const earlier of states)
          if (sorted(earlier) !== sorted(last)) expect(lawfulChange(last, earlier)).not.toBeNull()
      }),
      { numRuns: 300 },
    )
  })

  test('what is lawful in two arbitrary steps is lawful in one', () => {
    // Boards made of few values each, so that lawful pairs do come about by themselves.
    const posted: fc.Arbitrary<PostedNotice> = fc
      .record({
        version: fc.integer({ min: 1, max: 3 }),
        state: fc.constantFrom<PostedNotice['state']>('published', 'withdrawn', 'archived'),
        reason: fc.constantFrom('', '有误', '重复'),
        totals: fc.constantFrom(null, totals(1), totals(2)),
        fork: fc.nat({ max: 1 }),
        title: fc.constantFrom('甲', '乙'),
      })
      .map(({ version, state, reason, totals: sums, fork, title }) => ({
        ...first(1, 1),
        version,
        state,
        title: { zh: title },
        digest: hash(version * 10 + fork),
        chain: Array.from({ length: version - 1 }, (_, i): EarlierVersion => ({
          version: i + 1,
          digest: hash((i + 1) * 10),
          publishedAt: at(i),
        })),
        publishedAt: at(version - 1),
        change: version === 1 ? null : { what: ['text'], why: '更正' },
        withdrawal: reason === '' ? null : { why: reason, office: '苏木', at: at(9) },
        totals: sums,
      }))
    let chains = 0
    fc.assert(
      fc.property(posted, posted, posted, (a, b, c) => {
        if (lawfulChange(board(a), board(b)) || lawfulChange(board(b), board(c))) return
        chains += 1
        expect(lawfulChange(board(a), board(c))).toBeNull()
      }),
      { numRuns: 60_000, seed: 7 },
    )
    expect(chains).toBeGreaterThan(30)
  })
})

describe('unlawful change', () => {
  const v1 = first(1, 1)
  const v2 = step(board(v1), { kind: 'version', pick: 0, bodyGone: false }, 2)
    .notices[0] as PostedNotice
  const v3 = step(board(v2), { kind: 'version', pick: 0, bodyGone: false }, 3)
    .notices[0] as PostedNotice
  const withdrawn = step(board(v2), { kind: 'withdraw', pick: 0, bodyGone: true }, 4)
    .notices[0] as PostedNotice
  const archived: PostedNotice = { ...v2, state: 'archived' }
  const other = first(2, 1)

  type Case = [string, PostedNotice[], PostedNotice[], UnlawfulChange['refused']]
  const cases: Case[] = [
    ['a notice is gone', [v1, other], [other], 'noticeVanished'],
    ['a notice is there under another id', [v1], [{ ...v1, id: id(77) }], 'noticeVanished'],
    ['a notice stands twice', [], [v1, v1], 'chainBroken'],
    ['an older version is back', [v2], [v1], 'versionWentBack'],
    ['the bytes are others', [v1], [{ ...v1, digest: hash(999) }], 'changedInSilence'],
    ['the title is another', [v1], [{ ...v1, title: { zh: '别的' } }], 'changedInSilence'],
    [
      'a Mongolian title came',
      [v1],
      [{ ...v1, title: { ...v1.title, mn: 'ᠮᠡᠳᠡᠭᠳᠡᠯ' } }],
      'changedInSilence',
    ],
    [
      'the period is longer',
      [v1],
      [{ ...v1, periodEndsOn: '2026-01-01' as Day }],
      'changedInSilence',
    ],
    ['the period has no end', [v1], [{ ...v1, periodEndsOn: null }], 'changedInSilence'],
    [
      'it says an earlier day',
      [v1],
      [{ ...v1, publishedOn: '2025-11-01' as Day }],
      'changedInSilence',
    ],
    ['it says a later time', [v1], [{ ...v1, publishedAt: at(50) }], 'changedInSilence'],
    ['it is under another item', [v1], [{ ...v1, item: 'cat-1' }], 'changedInSilence'],
    ['the sums are others', [v1], [{ ...v1, totals: totals(5) }], 'changedInSilence'],
    ['the sums are gone', [v1], [{ ...v1, totals: null }], 'changedInSilence'],
    ['the program is another', [v1], [{ ...v2, program: 'farmland' }], 'changedInSilence'],
    ['the year is another', [v1], [{ ...v2, year: 2024 }], 'changedInSilence'],
    ['the batch is another', [v1], [{ ...v2, batch: '2025-03' }], 'changedInSilence'],
    ['the kind is another', [v1], [{ ...v2, kind: 'affair' }], 'changedInSilence'],
    [
      'what changed is told otherwise',
      [v2],
      [{ ...v2, change: { what: ['text'], why: '文字' } }],
      'changedInSilence',
    ],
    ['a version has no chain', [v1], [{ ...v2, chain: [] }], 'chainBroken'],
    ['a version skips one', [v1], [{ ...v2, version: 3 }], 'chainBroken'],
    [
      'the chain begins with another version',
      [v1],
      [{ ...v2, chain: [{ version: 1, digest: hash(5), publishedAt: v1.publishedAt }] }],
      'chainBroken',
    ],
    [
      'the chain moves a time',
      [v1],
      [{ ...v2, chain: [{ version: 1, digest: v1.digest, publishedAt: at(0) }] }],
      'chainBroken',
    ],
    [
      'an old link of the chain is another',
      [v2],
      [
        {
          ...v3,
          chain: [
            { ...(v3.chain[0] as EarlierVersion), digest: hash(4) },
            v3.chain[1] as EarlierVersion,
          ],
        },
      ],
      'chainBroken',
    ],
    [
      'the chain changes under the same version',
      [v2],
      [{ ...v2, chain: [{ ...(v2.chain[0] as EarlierVersion), digest: hash(4) }] }],
      'chainBroken',
    ],
    [
      'a version is older than the one before',
      [v1],
      [{ ...v2, publishedAt: at(-5) }],
      'chainBroken',
    ],
    ['a first version already has a chain', [], [{ ...v1, chain: v2.chain }], 'chainBroken'],
    ['a version names no change', [v1], [{ ...v2, change: null }], 'changeNotNamed'],
    [
      'a version names nothing that changed',
      [v1],
      [{ ...v2, change: { what: [], why: '更正' } }],
      'changeNotNamed',
    ],
    [
      'a version gives no reason',
      [v1],
      [{ ...v2, change: { what: ['text'], why: ' ' } }],
      'changeNotNamed',
    ],
    [
      'a first version names a change',
      [],
      [{ ...v1, change: { what: ['text'], why: '更正' } }],
      'changeNotNamed',
    ],
    [
      'it is withdrawn without a word',
      [v2],
      [{ ...withdrawn, withdrawal: null }],
      'withdrawalWithoutReason',
    ],
    [
      'it is withdrawn without reason',
      [v2],
      [{ ...withdrawn, withdrawal: { why: '', office: '苏木', at: at(4) } }],
      'withdrawalWithoutReason',
    ],
    [
      'it is withdrawn by nobody',
      [v2],
      [{ ...withdrawn, withdrawal: { why: '有误', office: ' ', at: at(4) } }],
      'withdrawalWithoutReason',
    ],
    [
      'a published one has a reason for withdrawal',
      [v2],
      [{ ...v2, withdrawal: withdrawn.withdrawal }],
      'withdrawalWithoutReason',
    ],
    [
      'the reason becomes another',
      [withdrawn],
      [{ ...withdrawn, withdrawal: { why: '别的', office: '苏木', at: at(4) } }],
      'changedInSilence',
    ],
    [
      'the reason is lost in the archive',
      [withdrawn],
      [{ ...archived, totals: null }],
      'changedInSilence',
    ],
    [
      'a reason comes up in the archive',
      [archived],
      [{ ...archived, withdrawal: withdrawn.withdrawal }],
      'changedInSilence',
    ],
    [
      'sums come back after withdrawal',
      [withdrawn],
      [{ ...withdrawn, totals: v2.totals }],
      'changedInSilence',
    ],
    ['a withdrawn one is back', [withdrawn], [v2], 'stateWentBack'],
    ['an archived one is back', [archived], [v2], 'stateWentBack'],
    [
      'an archived one is withdrawn',
      [archived],
      [{ ...withdrawn, totals: v2.totals }],
      'stateWentBack',
    ],
    ['a withdrawn one has a new version', [withdrawn], [v3], 'stateWentBack'],
    ['an archived one has a new version', [archived], [v3], 'stateWentBack'],
  ]

  test.each(cases)('%s', (_what, from, to, refused) => {
    expect(lawfulChange(board(...from), board(...to))).toMatchObject({ refused })
  })

  test('another region’s board never follows', () => {
    const elsewhere = { ...board(v1), region: '152529900202' as RegionCode }
    expect(lawfulChange(board(v1), elsewhere)).toEqual({ refused: 'otherRegion' })
  })

  test('a state, kind or change of a later time asks for an update and is no alarm', () => {
    const later = [
      { ...v1, state: 'erased' },
      { ...v1, kind: 'objection' },
      { ...v1, kind: 'constructor' },
      { ...v1, state: 'toString' },
      { ...v2, change: { what: ['amount', 'photo'], why: '更正' } },
    ] as unknown as PostedNotice[]
    for (const notice of later) {
      expect(lawfulChange(null, board(notice))).toEqual({
        refused: 'updateTheApp',
        notice: notice.id,
      })
      expect(lawfulChange(board(v1), board(notice))).toEqual({
        refused: 'updateTheApp',
        notice: notice.id,
      })
      expect(lawfulChange(board(notice), board(v2))).toEqual({
        refused: 'updateTheApp',
        notice: notice.id,
      })
    }
  })

  test('what is unknown does not hide what is wrong', () => {
    const unknown = { ...other, state: 'erased' } as unknown as PostedNotice
    const forged = { ...v1, digest: hash(999) }
    expect(lawfulChange(board(v1), board(unknown, forged))).toEqual({
      refused: 'changedInSilence',
      notice: v1.id,
    })
    expect(lawfulChange(board(v1, other), board(unknown))).toEqual({
      refused: 'noticeVanished',
      notice: v1.id,
    })
  })

  test('keys in another order are the same, keys of a later time count', () => {
    const { what, why } = v2.change ?? { what: [], why: '' }
    expect(lawfulChange(board(v2), board({ ...v2, change: { why, what } }))).toBeNull()
    const more = { ...v2, totals: { ...totals(2), median: 5 } } as PostedNotice
    expect(lawfulChange(board(v2), board(more))).toMatchObject({ refused: 'changedInSilence' })
  })
})
