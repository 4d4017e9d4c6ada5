import type { SheetVerdict } from '#domain/board/sheet-verdict.ts'
import type { Instant } from '#domain/calendar/day.ts'
import type { RegionCode, Both } from '#domain/region/region.ts'
import { html, type Markup } from './html.ts'
import { writePage, type Pen } from './page.ts'

/** What the county says of a sheet of paper or of a tablet's board, and since when it says so. */
export interface Said {
  /** The address that was asked, for the same page in the other language. */
  path: string
  sentence: string
  text: string
  wrong: boolean
  board: { region: RegionCode; name: Both } | null
  asOf: Instant | null
  /** The notice as the board has it now; where it leads in the app and on the plain pages. */
  notice: { id: string; title: Both; version: number } | null
}

/** One verdict for whoever scanned with another app than ours. No names, and nothing that has to be unlocked. */
export function paperPage(pen: Pen, said: Said): string {
  const { t, both, at, dayAt } = pen
  const { board, notice } = said
  const plain: Markup | null =
    board &&
    html`<p>
      <a href="${at(`/plain/${board.region}${notice ? `/${notice.id}` : ''}`)}"
        >${notice ? both(notice.title, true) : both(board.name)}</a
      >
    </p>`
  return writePage(pen, {
    title: said.sentence,
    path: said.path,
    main: html`<h1 class="${said.wrong ? 'wrong' : ''}">${said.sentence}</h1>
      <p>${said.text}</p>
      ${board && html`<h2>${both(board.name)}</h2>`} ${plain}
      ${said.asOf && html`<p class="foot">${t('villager.board.asOf', { time: dayAt(said.asOf) })}</p>`}
      ${
        board &&
        html`<p>
          <a
            href="${notice ? `/n/${board.region}/${notice.id}/${notice.version}` : `/board/${board.region}`}"
            >${t('plain.openApp')}</a
          >
        </p>`
      }`,
  })
}

/** The sentence of a verdict; the county's own board is the newest there is, so what it lacks was never published. */
export function verdictWords({ t }: Pen, verdict: SheetVerdict, version: number) {
  const facts = { version: verdict.verdict === 'superseded' ? verdict.version : version }
  return {
    sentence: t(`paper.sheet.${verdict.verdict}`, facts),
    text: t(`paper.sheet.${verdict.verdict}Text`, facts),
    wrong: verdict.verdict === 'neverPublished',
  }
}
