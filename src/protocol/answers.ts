import type { Day, Instant } from '#domain/calendar/day.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import type { ObjectionKind } from '#domain/objection/objection.ts'
import type { Both } from '#domain/region/region.ts'
import { malformed } from '#transparency/verification-error.ts'
import {
  both,
  count,
  day,
  instant,
  like,
  listOf,
  noticeId,
  nullable,
  oneOf,
  record,
  textUpTo,
  versionOne,
  type Read,
} from './door.ts'
import { laterRef } from './later-ref.ts'
import type { ObjectRef } from './shapes.ts'

/** `Manifest.answers`: one object a year. */
export interface AnswersRef {
  year: number
  ref: ObjectRef
}

/** One step, as everybody sees it. */
export interface AnswerStep {
  at: Instant
  /** received, asked, answered, extended, forwarded, accepted, joined; a word of a later time is shown as a step. */
  what: string
  /** Last day for an answer, where this step set one. */
  until: Day | null
  openly: Both | null
  /** For whoever asked alone: `openAnswer`. */
  sealed: string | null
}

/** What became of one objection. Nothing here says whose it was. */
export interface Answer {
  /** `markOf` its receipt code. */
  mark: string
  kind: ObjectionKind
  notice: NoticeId | null
  /** The version of the notice that it was about. */
  version: number | null
  steps: AnswerStep[]
}

const MOST_ANSWERS_BYTES = 2 * 1024 * 1024

export const mark = like<string>(/^[0-9a-f]{32}$/)

/** Each year once. */
export const answersRefs: Read<AnswersRef[]> = (value, at) => {
  const refs = listOf(
    record<AnswersRef>({ year: count, ref: laterRef('answers', MOST_ANSWERS_BYTES) }),
    100,
  )(value, at)
  if (new Set(refs.map(({ year }) => year)).size !== refs.length)
    malformed(at.split('.')[0] ?? '', `${at}.twice`)
  return refs
}

const readAnswers = record<{ v: 1; answers: Answer[] }>({
  v: versionOne,
  answers: listOf(
    record<Answer>({
      mark,
      kind: oneOf('objection', 'question'),
      notice: nullable(noticeId),
      version: nullable(count),
      steps: listOf(
        record<AnswerStep>({
          at: instant,
          what: textUpTo(40),
          until: nullable(day),
          openly: nullable(both),
          sealed: nullable(like<string>(/^[A-Za-z0-9_-]{1,20000}$/)),
        }),
        200,
      ),
    }),
    20_000,
  ),
})

/** Reads an answers object; untrusted. Each mark stands once. */
export function parseAnswers(value: unknown): Answer[] {
  const { answers } = readAnswers(value, 'answers')
  if (new Set(answers.map((answer) => answer.mark)).size !== answers.length)
    malformed('answers', 'twice')
  return answers
}
