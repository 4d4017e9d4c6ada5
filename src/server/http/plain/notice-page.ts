import type { PublicHeader, PublicTotals } from '#domain/privacy/public-notice.ts'
import { writtenNumber } from '#domain/money/written-number.ts'
import type { RegionCode } from '#domain/region/region.ts'
import type { ReadLine } from '#protocol/list-chunk.ts'
import type { NoticeRecord } from '#protocol/shapes.ts'
import { backForm, hiddenFields } from './board-page.ts'
import { lineTable } from './line-table.ts'
import { html, type Markup } from './html.ts'
import { han, writePage, type Pen } from './page.ts'

/** The part of a list that is shown; lists stand in parts of at most 500 lines. */
export interface ShownList {
  lines: readonly ReadLine[]
  part: number
  parts: number
}

const row = (what: Markup | string, value: Markup | string): Markup =>
  html`<tr>
    <th>${what}</th>
    <td class="n">${value}</td>
  </tr> `

function picture({ t, yuan, count }: Pen, totals: PublicTotals): Markup {
  const sums = (['planned', 'paid', 'returned', 'balance'] as const).map((name) => {
    const fen = totals[`${name}Fen`]
    return fen === null ? null : row(t(`villager.notice.${name}`), yuan(fen))
  })
  const households = (n: number) => t('villager.board.households', { count: count(n) })
  const { others } = totals
  return html`<h2>${t('villager.notice.fullPicture')}</h2>
    <table>
      ${sums}${totals.payees !== null && row(t('villager.notice.householdCount'), count(totals.payees))}
    </table>
    ${
      totals.byPart.length > 0 &&
      html`<h3>${t('villager.notice.byPart')}</h3>
        <table>
          ${totals.byPart.map((part) => row(html`${han(part.what)} ${part.quantity && html`${writtenNumber(part.quantity)} ${han(part.unit ?? '')}`}`, yuan(part.amountFen)))}
        </table>`
    }
    ${
      (totals.byGroup.length > 0 || others) &&
      html`<h3>${t('villager.notice.byGroup')}</h3>
        <table>
          ${totals.byGroup.map((group) => row(html`${han(group.group)} ${households(group.payees)}`, yuan(group.amountFen)))}${others && row(html`${t('villager.notice.others', { groups: others.groups })} ${households(others.payees)}`, yuan(others.amountFen))}
        </table>`
    }`
}

const ROLES: readonly string[] = ['countyReviewer', 'townshipReviewer']

function facts({ t, both, day, dayAt }: Pen, header: PublicHeader): Markup {
  const rates = (header.program?.rates ?? []).filter(({ year }) => year === header.year)
  const length = t(
    header.period.unit === 'day' ? 'villager.notice.days' : 'villager.notice.workingDays',
    { days: header.period.number },
  )
  const reviewed = header.reviewedBy.map(
    ({ role, name, at }) =>
      html`<li>
        ${t('villager.notice.reviewedLine', { role: ROLES.includes(role) ? t(`villager.notice.${role}`) : role, name, date: dayAt(at) })}
      </li>`,
  )
  return html`${
      header.text.zh &&
      html`<h2>${t('villager.notice.text')}</h2>
        <p class="pre">${both(header.text)}</p>`
    }
    ${
      header.rule.zh &&
      html`<h2>${t('villager.notice.rule')}</h2>
        <p class="pre">${both(header.rule, true)}</p>`
    }
    ${
      rates.length > 0 &&
      html`<h3>${t('villager.notice.rates')}</h3>
        <ul>
          ${rates.map((rate) => html`<li>${han(`${rate.what} ${writtenNumber(rate.rate)} ${rate.rateUnit}`)}</li>`)}
        </ul>`
    }
    ${
      header.basis.length > 0 &&
      html`<h3>${t('villager.notice.basis')}</h3>
        <ul>
          ${header.basis.map((basis) => html`<li>${han(basis)}</li>`)}
        </ul>`
    }
    <h3>${t('villager.notice.period')}</h3>
    <p>
      ${t('villager.notice.periodText', { from: day(header.publishedOn), to: day(header.periodEndsOn) })}
      ${length} ${han(header.period.source)}
    </p>
    <h2>${t('villager.notice.office')}</h2>
    <p>${both(header.office)} ${header.phone || t('villager.notice.noPhone')}</p>
    <h3>${t('villager.notice.reviewed')}</h3>
    <ul>
      ${reviewed}
    </ul>`
}

function listOf(
  pen: Pen,
  region: RegionCode,
  record: NoticeRecord,
  list: ShownList,
  code: string | null,
): Markup {
  const { t, count } = pen
  const from = list.lines[0]?.number ?? 0
  const shown = t('plain.rows', { from: count(from + 1), to: count(from + list.lines.length) })
  const others = Array.from({ length: list.parts }, (_, part) => {
    if (part === list.part) return html`<b>${part + 1}</b> `
    if (code !== null)
      return html`<button type="submit" name="part" value="${part}">${part + 1}</button> `
    const address = `${pen.at(`/plain/${region}/${record.id}`)}&part=${part}`
    return html`<a href="${address}">${part + 1}</a> `
  })
  const fields =
    code !== null &&
    html`${hiddenFields(pen, code)}<input type="hidden" name="notice" value="${record.id}" />`
  const turn =
    list.parts > 1 &&
    html`<form method="post" action="/plain/${region}"><p>${fields}${shown} · ${others}</p></form>`
  return html`<h2>${t('villager.notice.list')}</h2>
    ${turn}${lineTable(pen, list.lines)}${turn}`
}

/** A notice with everything that hangs with it; `list` where names may be shown. */
export function noticePage(
  pen: Pen,
  region: RegionCode,
  record: NoticeRecord,
  header: PublicHeader,
  list: ShownList | null,
  code: string | null,
): string {
  const { t, both, dayAt, at } = pen
  const { withdrawal } = record
  const totals = withdrawal ? null : header.totals
  const path = `/plain/${region}/${record.id}`
  const back =
    code === null
      ? html`<p><a href="${at(`/plain/${region}`)}">${t('villager.shell.home')}</a></p>`
      : backForm(pen, `/plain/${region}`, code)
  return writePage(pen, {
    title: pen.language === 'mn' && header.title.mn ? header.title.mn : header.title.zh,
    path: code === null ? path : null,
    main: html`${back}
      <h1>${both(header.title, true)}</h1>
      ${header.batch && html`<p>${t('villager.notice.batch', { batch: header.batch })}</p>`}
      ${header.demo && html`<p class="wrong">${t('villager.shell.demoLong')}</p>`}
      ${
        withdrawal &&
        html`<p class="wrong">${t('villager.notice.withdrawn')}</p>
          <p>${t('villager.notice.why', { why: withdrawal.why })}</p>
          <p>
            ${t('villager.notice.withdrawnBy', { office: withdrawal.office, date: dayAt(withdrawal.at) })}
          </p>`
      }
      ${header.change && html`<p>${t('villager.notice.changed', { version: header.version })} ${t('villager.notice.why', { why: header.change.why })}</p>`}
      ${totals && picture(pen, totals)}
      ${
        !totals &&
        !withdrawal &&
        header.aggregate &&
        html`<table>
          ${row(t('villager.notice.paid'), pen.yuan(header.aggregate.amountFen))}
        </table>`
      }
      ${!totals && !withdrawal && header.program && !header.aggregate && html`<p>${t(header.version > 1 ? 'villager.notice.tooFewChanged' : 'villager.notice.tooFew')}</p>`}
      ${facts(pen, header)}
      ${list ? listOf(pen, region, record, list, code) : header.aggregate ? html`<p>${t('villager.notice.listAggregate')}</p>` : !withdrawal && header.program && html`<p>${t('villager.notice.listNoneText')}</p>`}
      <p class="foot">${t('villager.shell.currency')}</p>`,
  })
}
