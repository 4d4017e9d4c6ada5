import type { Kysely } from 'kysely'
import { table } from './table.ts'

/** Tablets on boards, and the one-time codes that make them. See `storage/device-tables.ts`. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await table(db, 'devices', ['id'], {
    id: 'text',
    name: 'text',
    boards: 'text',
    settings: 'text',
    restart: 'bigint',
    revoked: 'bigint',
    version: 'bigint',
    ordered_at: 'text',
    created_at: 'text',
    key: 'text?',
    enrolled_at: 'text?',
    n: 'bigint',
    heard_at: 'text?',
    heartbeat: 'text?',
    shows_since: 'text?',
  }).execute()
  await table(db, 'device_offers', ['offer'], {
    offer: 'text',
    device: 'text',
    secret_hash: 'text',
    expires_ms: 'bigint',
    tries: 'bigint',
  })
    .addForeignKeyConstraint('device_offers_device', ['device'] as never[], 'devices', ['id'])
    .execute()
}
