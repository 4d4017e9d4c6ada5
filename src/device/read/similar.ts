import type { NoticeId } from '#domain/notice/notice.ts'
import { readQuery, type NameKeys } from '#domain/search/match-name.ts'
import { likenessOf, likenessOfPart, LIKENESSES } from '#domain/search/similar-name.ts'
import type { LikeWhom, SimilarHit } from '../api.ts'
import { copyOf, type Person } from './search.ts'
import { Sounds } from './sounds.ts'

/** Names that come close to one that was typed, or to a person's; the closest first. */
export function similarTo(people: readonly Person[], whom: LikeWhom, limit: number): SimilarHit[] {
  const self = 'payee' in whom ? people.find(({ hit }) => hit.payee === whom.payee) : undefined
  const notice = 'payee' in whom ? whom.notice : undefined
  const wanted = 'query' in whom ? keysOf(whom.query, people) : self ? [self.keys] : []
  const compare = 'query' in whom ? likenessOfPart : likenessOf
  const found: { rank: number; hit: SimilarHit }[] = []
  for (const person of people) {
    if (person === self || (notice !== undefined && !isOn(person, notice))) continue
    const ranks = wanted
      .map((keys) => compare(keys, person.keys))
      .flatMap((why) => (why === null ? [] : [LIKENESSES.indexOf(why)]))
    const rank = Math.min(...ranks)
    const why = LIKENESSES[rank]
    if (why) found.push({ rank, hit: { ...copyOf(person.hit), why } })
  }
  found.sort((a, b) => a.rank - b.rank)
  return found.slice(0, limit).map(({ hit }) => hit)
}

/** Learnt once a board, while its people are in memory. */
const sounds = new WeakMap<readonly Person[], Sounds>()

/** What was typed, as names: its sound is learnt from the names of this board, since a phone knows no pinyin. */
function keysOf(text: string, people: readonly Person[]): NameKeys[] {
  const { han, mongolian, letters, latin } = readQuery(text)
  if (han === '' && mongolian === '')
    return [letters, ...latin].map((typed) => ({
      name: '',
      mongolian: '',
      latin: typed,
      readings: [],
    }))
  const learnt = sounds.get(people) ?? new Sounds(people.map(({ keys }) => keys))
  sounds.set(people, learnt)
  return [{ name: han, mongolian, latin: '', readings: learnt.readingsOf(han) }]
}

const isOn = ({ known }: Person, notice: NoticeId): boolean =>
  known.some(({ record, index }) => {
    const end = record.first[index + 1] ?? 0
    for (let line = record.first[index] ?? 0; line < end; line++)
      if (record.objects[record.object[line] ?? -1]?.notice === notice) return true
    return false
  })
