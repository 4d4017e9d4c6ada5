import { sql, type Kysely } from 'kysely'
import { forbid, type DialectName } from '../dialect.ts'
import { table } from './table.ts'

/** People, sheets, drafts, reviews, audit. */
export async function up(db: Kysely<unknown>, dialect: DialectName): Promise<void> {
  await people(db)
  await imports(db)
  await notices(db)
  await audit(db)
  await keep(db, dialect)
}

async function people(db: Kysely<unknown>): Promise<void> {
  await table(db, 'staff', ['id'], {
    id: 'text',
    login: 'text',
    name: 'text',
    password: 'text',
    disabled: 'bigint',
    created_at: 'text',
  })
    .addUniqueConstraint('staff_login', ['login'] as never[])
    .execute()
  await table(db, 'grants', ['staff', 'role', 'region'], {
    staff: 'text',
    role: 'text',
    region: 'text',
  })
    .addForeignKeyConstraint('grants_staff', ['staff'] as never[], 'staff', ['id'])
    .execute()
  await table(db, 'sessions', ['id_hash'], {
    id_hash: 'text',
    staff: 'text',
    created_ms: 'bigint',
    seen_ms: 'bigint',
  })
    .addForeignKeyConstraint('sessions_staff', ['staff'] as never[], 'staff', ['id'])
    .execute()
  await db.schema.createIndex('sessions_by_staff').on('sessions').column('staff').execute()
  await table(db, 'sign_in_delays', ['key'], {
    key: 'text',
    failures: 'bigint',
    since_ms: 'bigint',
    until_ms: 'bigint',
  }).execute()
}

async function imports(db: Kysely<unknown>): Promise<void> {
  await table(db, 'imports', ['id'], {
    id: 'text',
    file_hash: 'text',
    file_name: 'text',
    sender: 'text',
    program: 'text',
    year: 'bigint',
    options: 'text',
    importer: 'text',
    state: 'text',
    report: 'text',
    sealed: 'text?',
    created_at: 'text',
  }).execute()
  await db.schema.createIndex('imports_by_file').on('imports').column('file_hash').execute()
  await table(db, 'sender_mappings', ['sender', 'program'], {
    sender: 'text',
    program: 'text',
    mapping: 'text',
    at: 'text',
  }).execute()
  await table(db, 'payees', ['region', 'payee'], {
    region: 'text',
    payee: 'text',
    person_key: 'text?',
    name: 'text',
    group_name: 'text',
  })
    .addUniqueConstraint('payees_person', ['region', 'person_key'] as never[])
    .execute()
}

async function notices(db: Kysely<unknown>): Promise<void> {
  await table(db, 'notices', ['id'], {
    id: 'text',
    region: 'text',
    item: 'text',
    program: 'text?',
    year: 'bigint',
    batch: 'text?',
    slot: 'text?',
    version: 'bigint',
    created_at: 'text',
  })
    .addUniqueConstraint('notices_slot', ['region', 'slot'] as never[])
    .execute()
  await table(db, 'notice_versions', ['notice', 'version'], {
    notice: 'text',
    version: 'bigint',
    region: 'text',
    state: 'text',
    attribute: 'text',
    attribute_basis: 'text',
    item: 'text',
    title: 'text',
    text: 'text',
    change: 'text?',
    program: 'text?',
    year: 'bigint',
    batch: 'text?',
    planned_fen: 'bigint?',
    aggregate: 'text?',
    difference: 'text?',
    lines: 'bigint',
    total_fen: 'bigint',
    content_hash: 'text',
    author: 'text',
    importer: 'text?',
    import: 'text?',
    demo: 'bigint',
    created_at: 'text',
    published_on: 'text?',
    period_ends_on: 'text?',
    withdrawal: 'text?',
  })
    .addForeignKeyConstraint('versions_notice', ['notice'] as never[], 'notices', ['id'])
    .execute()
  await db.schema
    .createIndex('versions_by_state')
    .on('notice_versions')
    .columns(['state', 'region'])
    .execute()
  await db.schema.createIndex('versions_by_import').on('notice_versions').column('import').execute()
  await table(db, 'version_lines', ['notice', 'version', 'part'], {
    notice: 'text',
    version: 'bigint',
    part: 'bigint',
    lines: 'text',
  }).execute()
  await table(db, 'reviews', ['notice', 'version', 'number'], {
    notice: 'text',
    version: 'bigint',
    number: 'bigint',
    reviewer: 'text',
    reviewer_role: 'text',
    at: 'text',
    decision: 'text',
    checks: 'text',
    reasons: 'text',
    content_hash: 'text',
  }).execute()
}

async function audit(db: Kysely<unknown>): Promise<void> {
  await table(db, 'audit', ['seq'], {
    seq: 'bigint',
    at: 'text',
    staff: 'text?',
    action: 'text',
    region: 'text?',
    subject: 'text?',
    facts: 'text',
    hash: 'text',
  }).execute()
  await table(db, 'audit_head', ['id'], { id: 'bigint', seq: 'bigint', hash: 'text' }).execute()
  await sql`insert into audit_head (id, seq, hash) values (1, 0, '')`.execute(db)
}

/** What nobody may change or take away, whoever holds the database's console. */
async function keep(db: Kysely<unknown>, dialect: DialectName): Promise<void> {
  for (const name of ['audit', 'reviews']) {
    await forbid(db, dialect, name, 'update')
    await forbid(db, dialect, name, 'delete')
  }
  await forbid(db, dialect, 'audit_head', 'delete')
  // What was published stays as it was; only where it stands may move on.
  const content =
    'notice, version, region, attribute, attribute_basis, item, title, text, change, program, year, batch, ' +
    'planned_fen, aggregate, lines, total_fen, content_hash, author, importer, published_on, period_ends_on'
  const published = 'old.published_on is not null'
  await forbid(db, dialect, 'notice_versions', `update of ${content}`, published)
  await forbid(db, dialect, 'notice_versions', 'delete', published)
  const publishedLines =
    'exists (select 1 from notice_versions v where v.notice = old.notice and v.version = old.version ' +
    'and v.published_on is not null)'
  await forbid(db, dialect, 'version_lines', 'update')
  await forbid(db, dialect, 'version_lines', 'delete', publishedLines)
}
