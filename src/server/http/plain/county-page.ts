import type { Region, RegionList } from '#domain/region/region.ts'
import { html, type Markup } from './html.ts'
import { writePage, type Pen } from './page.ts'

/** Sumu, then gacha: all boards of the county on one page. */
export function countyPage(pen: Pen, { regions }: RegionList): string {
  const { t, both, at } = pen
  const link = ({ code, name }: Region): Markup =>
    html`<a href="${at(`/plain/${code}`)}">${both(name)}</a>`
  const below = (parent: Region): Markup[] =>
    regions
      .filter((region) => region.parent === parent.code)
      .map((region) =>
        region.level === 'village'
          ? html`<li>${link(region)}</li>`
          : html`<li class="over">
              ${link(region)}
              <ul>
                ${below(region)}
              </ul>
            </li>`,
      )
  const county = regions.find(({ level }) => level === 'county')
  return writePage(pen, {
    title: t('villager.board.kind'),
    path: '/plain',
    main: html`<h1>${t('villager.board.kind')}</h1>
      <p>${t('open.pickText')}</p>
      ${
        county
          ? html`<h2>${link(county)}</h2>
              <ul class="regions">
                ${below(county)}
              </ul>`
          : html`<p>${t('open.pickUnavailable')}</p>`
      }`,
  })
}

/** One sentence: what was asked for is not there, or could not be answered. */
export function sentencePage(pen: Pen, sentence: string): string {
  return writePage(pen, {
    title: sentence,
    path: null,
    main: html`<h1>${sentence}</h1>
      <p><a href="${pen.at('/plain')}">${pen.t('open.pick')}</a></p>`,
  })
}
