import { bigNotice, villageCode, type Approved } from '#tests/support/big-notices.ts'
import { createBigCounty } from '#tests/support/big-county.ts'
import { bulkInsert, type Plain, type Row } from './bulk.ts'
import { atMost } from './figure.ts'

const VILLAGES = 300
const LINES = 300
const BAR = 4

/** One program of 300 villages, 300 lines each, in one publish under one checkpoint. */
export async function publishMany() {
  const county = await createBigCounty(VILLAGES)
  try {
    const times: number[] = []
    let rows: Row[] = []
    // A year each, so that every round publishes something new onto the boards.
    for (const year of [2023, 2024, 2025]) {
      const notices = Array.from({ length: VILLAGES }, (_, n) =>
        bigNotice({
          region: villageCode(n),
          program: county.program,
          year,
          batch: null,
          lines: LINES,
          seed: 'publish',
        }),
      )
      rows = notices.flatMap(rowsOf)
      const began = performance.now()
      await county.publish(notices)
      times.push(performance.now() - began)
    }
    const floor = await bulkInsert(asTable(rows))
    const said = `${VILLAGES} villages × ${LINES} lines, one checkpoint`
    return atMost('publish', Math.min(...times), floor, BAR, 'ms', said)
  } finally {
    await county.tearDown()
  }
}

/** The same lines as a plain table would hold them. */
const asTable = (rows: Row[]): Plain => ({
  columns: [
    'notice',
    'version',
    'row',
    'region',
    'payee',
    'name',
    'grp',
    'parts',
    'amount_fen',
    'status',
  ],
  key: ['notice', 'version', 'row'],
  indexes: ['payee', 'name'],
  rows,
})

function rowsOf({ notice }: Approved): Row[] {
  return (notice.disbursement?.lines ?? []).map((line) => [
    notice.id,
    notice.version,
    line.row,
    notice.region,
    line.payee,
    line.name,
    line.group ?? null,
    JSON.stringify(line.parts),
    line.amountFen,
    line.status,
  ])
}
