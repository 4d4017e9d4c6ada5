import type { Line } from '#domain/disbursement/line.ts'
import type { Notice } from '#domain/notice/notice.ts'
import { payeeNamedIn, payeeNamedInNotice, type PayeeNamed } from '#domain/privacy/gate.ts'
import { findPersonalIn, spotsIn, type Spot } from '#domain/privacy/scan.ts'
import type { Program } from '#domain/program/program.ts'
import type { PublicSettings } from '#protocol/reference.ts'

/** Something that must not be in a notice. Says where it stands, never what it is. */
export interface PersonalDataRefusal {
  refused: 'personalData'
  /** At most a hundred. */
  spots: Spot[]
}

export type GateWord = PersonalDataRefusal | PayeeNamed

export interface GateQuestion {
  program: Program | null
  settings: Pick<PublicSettings, 'names' | 'mask'>
  /** Lines of every list that hung in this place before. */
  earlier: readonly (readonly Line[])[]
}

const TOLD = 100

const refusalOf = (spots: Spot[]): PersonalDataRefusal | null =>
  spots.length === 0 ? null : { refused: 'personalData', spots: spots.slice(0, TOLD) }

/**
 * What the gate to the public would say of a notice's words, asked wherever a version is made or handed over: its
 * author hears it at once, and nobody is asked to review what could never be published.
 */
export const askGate = (
  notice: Notice,
  { program, settings, earlier }: GateQuestion,
): GateWord | null =>
  refusalOf(findPersonalIn(notice, program)) ??
  payeeNamedInNotice(notice, { program, earlier, ...settings })

/** The same for texts about a notice that hangs, such as why it is withdrawn; `earlier` holds its own lines too. */
export const askGateOfTexts = (
  texts: readonly { where: string; text: string }[],
  { program, settings, earlier }: GateQuestion,
): GateWord | null =>
  refusalOf(texts.flatMap(({ where, text }) => spotsIn(text, 'aboutAPerson', { where }))) ??
  payeeNamedIn(texts, earlier, program, settings)
