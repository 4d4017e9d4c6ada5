import type { Day } from '#domain/calendar/day.ts'
import { daysLeft, isOpen } from '#domain/calendar/period.ts'
import type { Fen } from '#domain/money/fen.ts'
import type { NoticeRecord } from '#protocol/shapes.ts'
import type { FoundLine, ReadBoard } from '../../publishing/read-board.ts'
import { html, type Markup } from './html.ts'
import { lineTable } from './line-table.ts'
import { writePage, type Pen } from './page.ts'

/** How a board is asked for. A code goes from page to page in forms, never in an address. */
export interface Asked {
  code: string | null
  /** May names be shown: by this code, or to everybody. */
  names: boolean
  /** What has to be said of the code. */
  sentence: string | null
}

/** Lines found for a name. */
export interface Search {
  who: string
  found: FoundLine[]
  more: boolean
  paidFen: Fen
}

export const hiddenFields = ({ language }: Pen, code: string): Markup =>
  html`<input type="hidden" name="code" value="${code}" /><input
      type="hidden"
      name="lang"
      value="${language}"
    />`

/** The other language, for a page that was asked for with a code. */
const changeForm = (pen: Pen, path: string, code: string): Markup =>
  html`<form method="post" action="${path}" accept-charset="utf-8">
    <p>
      ${hiddenFields({ ...pen, language: pen.language === 'mn' ? 'zh' : 'mn' }, code)}<input
        type="submit"
        value="${pen.language === 'mn' ? '汉语' : 'ᠮᠣᠩᠭᠣᠯ'}"
      />
    </p>
  </form>`

const codeForm = (pen: Pen, path: string, sentence: string | null): Markup =>
  html`<h2>${pen.t('open.codeTitle')}</h2>
    ${sentence && html`<p class="wrong">${sentence}</p>`}
    <form method="post" action="${path}" accept-charset="utf-8">
      <p>${pen.t('open.codeText')}</p>
      <p>
        <label for="code">${pen.t('plain.code')}</label>
        <input
          type="text"
          id="code"
          name="code"
          size="36"
          maxlength="60"
          autocomplete="off"
        /><input type="hidden" name="lang" value="${pen.language}" />
        <input type="submit" value="${pen.t('open.codeOpen')}" />
      </p>
      <p class="foot">${pen.t('plain.keySent')}</p>
    </form>
    <p>${pen.t('open.publicText')}</p>`

const searchForm = (pen: Pen, path: string, code: string | null, who: string): Markup =>
  html`<h2>${pen.t('villager.board.searchLabel')}</h2>
    <form method="post" action="${path}" accept-charset="utf-8">
      <p>
        ${hiddenFields(pen, code ?? '')}<label for="who">${pen.t('plain.name')}</label>
        <input
          type="text"
          id="who"
          name="who"
          size="20"
          maxlength="60"
          value="${who}"
          autocomplete="off"
        />
        <input type="submit" value="${pen.t('plain.lookUp')}" />
      </p>
      <p class="foot">${pen.t('villager.board.searchHint')}</p>
    </form>`

/** From the lines that were found back to the whole board. */
export const backForm = (pen: Pen, path: string, code: string | null): Markup =>
  html`<form method="post" action="${path}">
    <p>
      ${hiddenFields(pen, code ?? '')}<input
        type="submit"
        value="${pen.t('villager.shell.home')}"
      />
    </p>
  </form>`

function results(pen: Pen, search: Search): Markup {
  const { t, count, yuan, both } = pen
  if (search.found.length === 0)
    return html`<p>${t('villager.board.noHits', { query: search.who })}</p>
      <p>${t('villager.board.noHitsHelp')}</p>`
  const blocks: { record: NoticeRecord; lines: FoundLine['line'][] }[] = []
  for (const { record, line } of search.found) {
    const last = blocks[blocks.length - 1]
    if (last?.record === record) last.lines.push(line)
    else blocks.push({ record, lines: [line] })
  }
  const names = new Set(search.found.map(({ line }) => line.payee))
  return html`<p>
      ${t('villager.board.hits', { count: count(names.size) })}${names.size === 1 && html` · ${t('villager.person.paid')} <b>${yuan(search.paidFen)}</b> ${t('villager.amount.yuan')}`}${search.more && ' …'}
    </p>
    ${blocks.map(
      ({ record, lines }) =>
        html`<h3>${both(record.title, true)}</h3>
          ${lineTable(pen, lines)}`,
    )}`
}

/** What stands beside a notice in the list of the board. */
function remark({ t, day, dayAt }: Pen, record: NoticeRecord, today: Day): string {
  if (record.withdrawal) return t('villager.board.withdrawn')
  const end = record.periodEndsOn
  const period =
    end === null
      ? dayAt(record.publishedAt)
      : !isOpen(end, today)
        ? day(record.publishedOn)
        : daysLeft(end, today) === 0
          ? t('villager.board.lastDay')
          : t('villager.board.daysLeft', { days: daysLeft(end, today) })
  const version =
    record.version > 1 ? ` · ${t('villager.board.version', { version: record.version })}` : ''
  return period + version
}

function noticeTable(
  pen: Pen,
  notices: NoticeRecord[],
  title: (r: NoticeRecord) => Markup,
  today: Day,
): Markup {
  const { t, yuan, count } = pen
  return html`<table>
    <tr>
      <th>${t('plain.notice')}</th>
      <th>${t('villager.notice.householdCount')}</th>
      <th>${t('villager.notice.paid')}</th>
    </tr>
    ${notices.map((record) => {
      const totals = record.withdrawal ? null : record.totals
      return html`<tr>
        <td>${title(record)}<br /><small>${remark(pen, record, today)}</small></td>
        <td class="n">${typeof totals?.payees === 'number' && count(totals.payees)}</td>
        <td class="n">${totals && yuan(totals.paidFen)}</td>
      </tr> `
    })}
  </table>`
}

/** A board: by year, and where a code opened it, names. */
export function boardPage(
  pen: Pen,
  board: ReadBoard,
  asked: Asked,
  search: Search | null,
  today: Day,
): string {
  const { manifest, notices } = board
  const { t, both, dayAt, at } = pen
  const path = `/plain/${manifest.region}`
  const years = [...new Set(notices.map(({ year }) => year))]
  const title = (record: NoticeRecord): Markup =>
    asked.code === null
      ? html`<a href="${at(`${path}/${record.id}`)}">${both(record.title, true)}</a>`
      : html`${both(record.title, true)}
          <button type="submit" name="notice" value="${record.id}">
            ${t('villager.notice.list')}
          </button>`
  const tables = years.map(
    (year) =>
      html`<h2>${t('villager.when.year', { year })}</h2>
        ${noticeTable(
          pen,
          notices.filter((record) => record.year === year),
          title,
          today,
        )}`,
  )
  const name = manifest.name
  return writePage(pen, {
    title: pen.language === 'mn' && name.mn ? name.mn : name.zh,
    path: asked.code === null ? path : null,
    main: html`<h1>${both(name)}</h1>
      <p>${t('villager.board.kind')} · ${t('villager.board.asOf', { time: dayAt(manifest.at) })}</p>
      ${manifest.demo && html`<p class="wrong">${t('villager.shell.demoLong')}</p>`}
      ${asked.code !== null && changeForm(pen, path, asked.code)}
      ${asked.names && searchForm(pen, path, asked.code, search?.who ?? '')}
      ${!asked.names && codeForm(pen, path, asked.sentence)}
      ${
        search
          ? html`${results(pen, search)}${backForm(pen, path, asked.code)}`
          : asked.code === null
            ? tables
            : html`<form method="post" action="${path}">
                ${hiddenFields(pen, asked.code)}${tables}
              </form>`
      }
      ${notices.length === 0 && html`<p>${t('villager.board.empty')}</p>`}
      <p class="foot">${t('villager.shell.currency')}</p>`,
  })
}
