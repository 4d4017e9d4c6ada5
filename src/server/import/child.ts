import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { PIECE, type Answer, type Order } from './messages.ts'
import { readFile } from './read-file.ts'
import type { ImportReport } from './report.ts'

// A process of its own for one file from outside: whatever the file does, it does it here, and the
// parent ends it. It says nothing on stdout and stderr, for an error's text may quote the file.

process.once('message', (order) => {
  void work(order as Order).then(
    () => process.disconnect(),
    () => process.exit(70),
  )
})
send({ kind: 'progress', rows: 0 })

async function work(order: Order): Promise<void> {
  const key = Buffer.from(order.personKey, 'hex')
  const bytes = order.path === null ? await stdinBytes() : readFileSync(order.path)
  const report = await readFile(bytes, order.name, order.options, {
    keyOf: (canonical) =>
      createHmac('sha256', key).update(`sambar/person/v1\n${canonical}`).digest('hex'),
    onProgress: (rows) => send({ kind: 'progress', rows }),
  })
  await sendReport(report)
}

async function stdinBytes(): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of process.stdin) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

async function sendReport(report: ImportReport): Promise<void> {
  const lists = report.disbursements.map(({ lines }) => lines)
  const bare = report.disbursements.map((disbursement) => ({ ...disbursement, lines: [] }))
  await sent({ kind: 'report', report: { ...report, disbursements: bare } })
  for (const [index, lines] of lists.entries()) {
    for (let from = 0; from < lines.length; from += PIECE) {
      await sent({ kind: 'lines', index, lines: lines.slice(from, from + PIECE) })
    }
  }
  await sent({ kind: 'end' })
}

function send(answer: Answer): void {
  process.send?.(answer)
}

function sent(answer: Answer): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(answer, (fault: Error | null) => (fault === null ? resolve() : reject(fault)))
  })
}
