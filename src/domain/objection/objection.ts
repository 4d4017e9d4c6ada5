import type { Day } from '../calendar/day.ts'
import type { ReviewLevel } from '../review/chain.ts'

/** 异议, or 咨询. */
export type ObjectionKind = 'objection' | 'question'

/** What an office does with it. `join`: it says what another one says already. */
export type ObjectionStepName = 'ask' | 'answer' | 'extend' | 'forward' | 'accept' | 'join'
export const OBJECTION_STEPS: readonly ObjectionStepName[] = [
  'ask',
  'answer',
  'extend',
  'forward',
  'accept',
  'join',
]

/** Where it stands. `late` is no state: it follows from a day. */
export interface ObjectionState {
  id: string
  kind: ObjectionKind
  state: 'open' | 'asked' | 'answered' | 'accepted' | 'joined'
  /** The office that has to act. */
  level: ReviewLevel
  /** Last day for an answer; null while nobody has announced the holidays that it depends on. */
  until: Day | null
  extended: boolean
  /** How many steps were taken: who saw fewer saw something else. */
  steps: number
}

export interface ObjectionStep {
  step: ObjectionStepName
  /** `steps` of what its writer had before the eyes. */
  seen: number
  /** Is there a word for whoever asked, openly or sealed? */
  words: boolean
  /** New last day; of an extension only. */
  until: Day | null
  /** The other one; of a join only. */
  into: string | null
}

export type ObjectionRefusal =
  | { refused: 'objectionClosed'; state: ObjectionState['state'] }
  | { refused: 'changedMeanwhile'; steps: number }
  /** It lies with the other office. */
  | { refused: 'otherLevel'; level: ReviewLevel }
  | { refused: 'wordsMissing' }
  | { refused: 'questionNotAccepted' }
  | { refused: 'extendedBefore' }
  | { refused: 'untilUnknown' }
  | { refused: 'untilPassed'; until: Day }
  | { refused: 'untilTooFar'; furthest: Day }
  | { refused: 'joinedToWhat' }

const OPEN: readonly ObjectionState['state'][] = ['open', 'asked']

/** Does it still wait for its office? */
export const isPending = ({ state }: Pick<ObjectionState, 'state'>): boolean => OPEN.includes(state)

/** Is it late: not answered through its last day? */
export const isLate = (objection: ObjectionState, today: Day): boolean =>
  isPending(objection) && objection.until !== null && today > objection.until

/**
 * Takes one step, or says why not. Nothing is closed without a word, except what is joined to another and answered there.
 * An extension is one, given in time, later than the day before and not after `furthest` (`limit.ts`).
 */
export function nextStep(
  objection: ObjectionState,
  given: ObjectionStep,
  who: ReviewLevel,
  today: Day,
  furthest: Day,
): ObjectionState | ObjectionRefusal {
  const { step, until } = given
  if (!isPending(objection)) return { refused: 'objectionClosed', state: objection.state }
  if (given.seen !== objection.steps) return { refused: 'changedMeanwhile', steps: objection.steps }
  if (who !== objection.level) return { refused: 'otherLevel', level: objection.level }
  if (!given.words && step !== 'join') return { refused: 'wordsMissing' }
  const next = { ...objection, steps: objection.steps + 1 }
  switch (step) {
    case 'ask':
      return { ...next, state: 'asked' }
    case 'answer':
      return { ...next, state: 'answered' }
    case 'accept':
      if (objection.kind === 'question') return { refused: 'questionNotAccepted' }
      return { ...next, state: 'accepted' }
    case 'forward':
      if (objection.level === 'county') return { refused: 'otherLevel', level: 'county' }
      return { ...next, level: 'county' }
    case 'join':
      if (given.into === null || given.into === objection.id) return { refused: 'joinedToWhat' }
      return { ...next, state: 'joined' }
    case 'extend':
      if (objection.extended) return { refused: 'extendedBefore' }
      if (objection.until === null || until === null) return { refused: 'untilUnknown' }
      if (today > objection.until || until <= objection.until)
        return { refused: 'untilPassed', until: objection.until }
      if (until > furthest) return { refused: 'untilTooFar', furthest }
      return { ...next, until, extended: true }
  }
}
