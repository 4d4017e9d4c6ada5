import { checkPart } from '#domain/disbursement/arithmetic.ts'
import type { Part } from '#domain/disbursement/line.ts'
import { formatFen } from '#domain/money/fen.ts'
import { writtenNumber } from '#domain/money/written-number.ts'
import type { ReadLine } from '#protocol/list-chunk.ts'
import { han, type Pen } from './page.ts'
import { html, type Markup } from './html.ts'

/** `禁牧 120 亩 × 12.5 元/亩 = 1,500.00`, and where the two differ, by how much. */
function sum({ t, yuan }: Pen, part: Part): Markup {
  const check = checkPart(part)
  const off = check && check.byFen !== 0 ? formatFen(check.byFen) : null
  return html`<div>
    ${han(part.what)}
    ${part.quantity && html`${writtenNumber(part.quantity)} ${han(part.unit ?? '')}`}${part.quantity && part.rate && html` × ${writtenNumber(part.rate)} ${han(part.rateUnit ?? '')}`}${part.times && ` × ${writtenNumber(part.times)}`}${part.amountFen !== undefined && html`${part.quantity && ' ='} ${yuan(part.amountFen)}`}${off && html` <small>${t(check?.kind === 'off' ? 'villager.person.off' : 'villager.person.rounded', { amount: off })}</small>`}
  </div>`
}

/** Households as they stand on a list: who, how it was reckoned, how much. */
export function lineTable(pen: Pen, lines: readonly ReadLine[]): Markup {
  const { t, yuan } = pen
  return html`<table>
    <tr>
      <th>${t('villager.notice.columnNumber')}</th>
      <th>${t('villager.notice.columnName')}</th>
      <th>${t('villager.person.explain')}</th>
      <th>${t('villager.notice.columnAmount')}</th>
    </tr>
    ${lines.map(
      (line) =>
        html`<tr>
          <td class="n">${line.number + 1}</td>
          <td>
            ${han(line.name)}${line.nameMn && html` <span lang="mn-Mong-CN">${line.nameMn}</span>`}<br /><small
              >${line.group && han(line.group)} ${line.payee}</small
            >
          </td>
          <td>
            ${line.parts.map((part) => sum(pen, part))}${line.note && html`<div>${han(line.note)}</div>`}
          </td>
          <td class="n">
            ${yuan(line.amountFen)}${line.status !== 'paid' && html`<br /><small>${t(`villager.person.${line.status}`)}</small>`}
          </td>
        </tr> `,
    )}
  </table>`
}
