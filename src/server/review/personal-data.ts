import type { Notice } from '#domain/notice/notice.ts'
import { findPersonalIn, spotsIn, type Spot } from '#domain/privacy/scan.ts'
import type { Program } from '#domain/program/program.ts'

/** Something that must not be in a notice. Says where it stands, never what it is. */
export interface PersonalDataRefusal {
  refused: 'personalData'
  /** At most a hundred. */
  spots: Spot[]
}

const TOLD = 100

const refusalOf = (spots: Spot[]): PersonalDataRefusal | null =>
  spots.length === 0 ? null : { refused: 'personalData', spots: spots.slice(0, TOLD) }

/**
 * What the gate to the public would find, asked earlier too, so that nobody is asked to review what could never be
 * published.
 */
export const personalDataIn = (
  notice: Notice,
  program: Program | null,
): PersonalDataRefusal | null => refusalOf(findPersonalIn(notice, program))

/** One text that somebody wrote for all to read, such as why a notice was withdrawn. */
export const personalTextIn = (where: string, text: string): PersonalDataRefusal | null =>
  refusalOf(spotsIn(text, 'aboutAPerson', { where }))
