import { randomBytes } from 'node:crypto'
import { lockDataFolder } from '#server/keys/data-lock.ts'
import { openCounty } from '#server/publishing/county.ts'
import type { PublishStep } from '#server/publishing/steps.ts'
import { publishNotices } from '#server/review/publish-notices.ts'
import { findPerson } from '#server/storage/staff.ts'
import { openStorage } from '#server/storage/open.ts'

/** What the parent asks of the process that is going to be killed. */
export interface ChildOrder {
  dataFolder: string
  database: { file: string } | { url: string }
  /** Person who publishes, and sheets of notices, one publish each. */
  who: string
  sheets: string[][]
  /** Kill -9 at this point of the first publish; null: publish on until killed from outside. */
  at: { step: PublishStep; when: 'before' | 'after' } | null
}

/** The server's writer, as `sambar serve` sets it up, without a door. */
async function work(order: ChildOrder): Promise<void> {
  lockDataFolder(order.dataFolder)
  const storage = await openStorage(order.database)
  await storage.lockWriter()
  const now = () => Date.now()
  const random = (bytes: number) => new Uint8Array(randomBytes(bytes))
  const county = await openCounty({
    db: storage.db,
    dataFolder: order.dataFolder,
    now,
    random,
    step: (step, when) => {
      if (order.at?.step === step && order.at.when === when) process.kill(process.pid, 'SIGKILL')
    },
  })
  const who = await findPerson(storage.db, order.who)
  if (!who) throw new Error('nobody')
  process.send?.({ ready: true })
  const office = { storage, now, random, publishing: county.publishing }
  for (const notices of order.sheets) {
    const done = await publishNotices(office, who, notices)
    if ('refused' in done) throw new Error(JSON.stringify(done))
    process.send?.({ acknowledged: notices })
  }
  process.send?.({ finished: true })
}

process.once('message', (order: ChildOrder) => {
  work(order).catch((fault: unknown) => {
    process.send?.({ fault: String(fault) })
    process.exitCode = 1
  })
})
