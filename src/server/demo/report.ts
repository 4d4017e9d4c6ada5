import { createHash, createHmac } from 'node:crypto'
import type { Fen } from '#domain/money/fen.ts'
import type { Program } from '#domain/program/program.ts'
import { emptyReport } from '../import/empty-report.ts'
import type { ImportedDisbursement, ImportReport } from '../import/report.ts'
import type { DemoPayment } from './payments.ts'

/** The demo's households have no ID numbers; this stands in for the keyed hash of one. */
function personKeyOf(secret: Uint8Array, region: string, person: number): string {
  return createHmac('sha256', secret).update(`demo/${region}/${person}`).digest('hex')
}

function disbursementOf(payment: DemoPayment, secret: Uint8Array): ImportedDisbursement {
  const { region, program, year, batch, aggregate } = payment
  const lines = payment.lines.map(({ person, ...line }, index) => ({
    ...line,
    row: index + 2,
    personKey: personKeyOf(secret, region, person),
  }))
  return { region, program, year, batch, plannedFen: null, lines, aggregate }
}

/** What reading a sheet of these payments would have reported: the demo's office keeps it as it keeps any sheet. */
export function demoReport(
  name: string,
  program: Program,
  year: number,
  payments: readonly DemoPayment[],
  personSecret: Uint8Array,
): ImportReport {
  const disbursements = payments.map((payment) => disbursementOf(payment, personSecret))
  const totalOf = (list: ImportedDisbursement): number =>
    list.aggregate?.amountFen ?? list.lines.reduce((sum, line) => sum + line.amountFen, 0)
  const total = disbursements.reduce((sum, list) => sum + totalOf(list), 0)
  return {
    ...emptyReport(createHash('sha256').update(`sambar/demo/${name}`).digest('hex')),
    accepted: true,
    program: program.name.zh,
    year,
    kind: payments.some(({ aggregate }) => aggregate) ? 'aggregate' : 'list',
    sheetsRead: ['示范数据'],
    villages: Object.fromEntries(
      disbursements.map((list) => [
        list.region,
        { lines: Math.max(1, list.lines.length), totalFen: totalOf(list) as Fen },
      ]),
    ),
    lines: disbursements.reduce((sum, list) => sum + Math.max(1, list.lines.length), 0),
    totalFen: total as Fen,
    disbursements,
  }
}
