import type { Day } from '../calendar/day.ts'
import type { Notice, NoticeState, Step } from './notice.ts'

/** Which step leads from where to where: what is not in this table cannot be done. */
export const NEXT: { readonly [from in NoticeState]: { readonly [step in Step]?: NoticeState } } = {
  draft: { submit: 'submitted' },
  submitted: { approve: 'approved', return: 'returned' },
  returned: { revise: 'draft' },
  // Until it hangs on the board an approved notice can be taken back; the approval is void then.
  approved: { publish: 'published', revise: 'draft' },
  published: { correct: 'corrected', withdraw: 'withdrawn', archive: 'archived' },
  corrected: { archive: 'archived' },
  withdrawn: { archive: 'archived' },
  archived: {},
}

export type StepRefusal =
  | { refused: 'stepNotOpen'; state: NoticeState; step: Step }
  /** 先审后发: who wrote or imported it does not review it. */
  | { refused: 'ownWork'; step: Step }
  /** 不予公开, or only to those who ask: never leaves the office this way. */
  | { refused: 'notForTheBoard'; attribute: 'onRequest' | 'closed' }
  | { refused: 'periodOpen'; until: Day }

/**
 * Takes one step in the life of one version, or says why not. `who.person` is a person's id, so that two accounts of
 * one person are one. Publishing sets the day; the caller, who has the calendar, sets when the period ends.
 */
export function takeStep(
  notice: Notice,
  step: Step,
  who: { person: string },
  today: Day,
): Notice | StepRefusal {
  const state = NEXT[notice.state][step]
  if (!state) return { refused: 'stepNotOpen', state: notice.state, step }
  const own = who.person === notice.author || who.person === notice.importer
  if (own && (step === 'approve' || step === 'return')) return { refused: 'ownWork', step }
  if (step === 'publish') {
    if (notice.attribute !== 'proactive')
      return { refused: 'notForTheBoard', attribute: notice.attribute }
    return { ...notice, state, publishedOn: today }
  }
  // What is over or replaced can be put away at once; what still hangs, when its period is over.
  const open = notice.periodEndsOn !== null && today <= notice.periodEndsOn
  if (step === 'archive' && notice.state === 'published' && open && notice.periodEndsOn)
    return { refused: 'periodOpen', until: notice.periodEndsOn }
  return { ...notice, state }
}
