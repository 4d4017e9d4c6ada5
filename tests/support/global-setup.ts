import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * One folder a test run, in which the workers agree on the one PostgreSQL that they share (started by the first
 * that asks, see `databases.ts`). Who made the folder takes it away. If this process is killed, the database's
 * keeper sees it and cleans up.
 */
export default function setup(): (() => Promise<void>) | undefined {
  if (process.env['SAMBAR_TEST_RUN']) return undefined
  const run = mkdtempSync(join(tmpdir(), 'sambar-tests-'))
  process.env['SAMBAR_TEST_RUN'] = run
  process.env['SAMBAR_TEST_OWNER'] = String(process.pid)
  return async () => {
    writeFileSync(join(run, 'stop'), '')
    for (let i = 0; i < 100 && existsSync(join(run, 'keeper')); i++) await sleep(50)
    rmSync(run, { recursive: true, force: true })
  }
}
