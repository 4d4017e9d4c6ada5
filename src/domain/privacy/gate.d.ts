import type { Day, Instant } from '../calendar/day.ts'
import type { Notice } from '../notice/notice.ts'
import type { Program } from '../program/program.ts'
import type { PublicNotice } from './public-notice.ts'
import type { Spot } from './scan.ts'
/** What the gate is told besides the notice. */
export interface GateContext {
  /** The program that the disbursement names; null for a notice without one. */
  program: Program | null
  /** County setting: may everybody read names, or who has the board's key? The lists themselves are the same. */
  names: 'boardKey' | 'public'
  /** County setting: cover most of each name. */
  mask: boolean
  publishedOn: Day
  periodEndsOn: Day
  reviewedBy: {
    role: string
    name: string
    at: Instant
  }[]
  /** How a Chinese name is read, for searching on phones. */
  pinyin: (name: string) => string
}
export type GateRefusal =
  /** Something about a person that no notice may hold; `where` is the first spot, `spots` all of them. */
  | {
      refused: 'personalData' | 'forbiddenCharacter'
      where: string
      spots: Spot[]
    }
  | {
      refused: 'notReviewed'
      where: 'state' | 'reviewedBy'
    }
  | {
      refused: 'closed' | 'onRequest'
      where: 'attribute'
    }
  | {
      refused: 'programUnknown'
      where: 'disbursement.program'
    }
  | {
      refused: 'periodBackwards'
      where: 'periodEndsOn'
    }
/**
 * The one maker of public data: everything that anybody outside an office ever reads has come through here. Refuses a
 * notice that nobody reviewed or that is not for the board, and one with a personal number, a word on health or a
 * forbidden character in any text. Drops the columns that the program does not show, and all lines of a program whose
 * list is not public at all.
 */
export declare function makePublic(notice: Notice, ctx: GateContext): PublicNotice | GateRefusal
