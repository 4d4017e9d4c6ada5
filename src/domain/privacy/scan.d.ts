import type { Notice } from '../notice/notice.ts'
import type { Program } from '../program/program.ts'
import type { PersonalKind } from './detect.ts'
/** Where in a notice something stands that may not: a path, the source's row for a line, never the text itself. */
export interface Spot {
  kind: PersonalKind | 'forbiddenCharacter'
  where: string
  row?: number
}
/**
 * Reads every text of a notice that the public could come to see, and names each spot with a personal number, a word on
 * health or a character that may not stand there. Asked at import, at submission, at publishing and at export. Titles
 * and texts may name programs for the ill and the disabled; remarks, groups and names may not.
 */
export declare function findPersonalIn(notice: Notice, program: Program | null): Spot[]
