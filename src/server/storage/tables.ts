import type { DeviceTables } from './device-tables.ts'
import type { LogTables } from './log-tables.ts'

/**
 * The office's side of the database: people, sheets, drafts, reviews. Days and instants are text, moments that are
 * only compared are milliseconds, ids are 32 hex digits, JSON is text. No ID, card or phone number is in any of it.
 */
export interface OfficeTables {
  staff: {
    id: string
    /** Lower case, unique. */
    login: string
    name: string
    /** `scrypt$…`, see `auth/password.ts`. */
    password: string
    /** 1 where the account is closed. */
    disabled: number
    created_at: string
  }
  /** A role in the scope of a region and all below it. */
  grants: { staff: string; role: string; region: string }
  sessions: {
    /** SHA-256 of the cookie's value, hex. */
    id_hash: string
    staff: string
    created_ms: number
    seen_ms: number
  }
  /** Failed sign-ins by account and by address; both as keyed hashes. */
  sign_in_delays: { key: string; failures: number; since_ms: number; until_ms: number }
  imports: {
    id: string
    /** SHA-256 of the file, hex. */
    file_hash: string
    file_name: string
    sender: string
    program: string
    year: number
    /** What the office asked for beside the file: mapping and batch, JSON. */
    options: string
    importer: string
    /** `read`, or `kept` once drafts stand. */
    state: string
    /** The report without lines, JSON. */
    report: string
    /** Name of the encrypted source file; null when its time was over. */
    sealed: string | null
    created_at: string
  }
  notices: {
    id: string
    region: string
    item: string
    program: string | null
    year: number
    batch: string | null
    /** `program/year/batch` while the notice lives; null after withdrawal, so that the place is free again. */
    slot: string | null
    /** Newest version there is. */
    version: number
    created_at: string
  }
  notice_versions: {
    notice: string
    version: number
    region: string
    state: string
    attribute: string
    attribute_basis: string
    item: string
    /** JSON `Both`. */
    title: string
    text: string
    /** JSON, null on version 1. */
    change: string | null
    program: string | null
    year: number
    batch: string | null
    planned_fen: number | null
    /** JSON, null where there are lines. */
    aggregate: string | null
    /** JSON of the difference against the version before, null on version 1. */
    difference: string | null
    lines: number
    total_fen: number
    /** SHA-256 over everything above and all lines; what a review is bound to. */
    content_hash: string
    author: string
    importer: string | null
    import: string | null
    demo: number
    created_at: string
    published_on: string | null
    period_ends_on: string | null
    /** JSON, null unless withdrawn. */
    withdrawal: string | null
  }
  /** Lines of a version, 500 a row, as JSON. */
  version_lines: { notice: string; version: number; part: number; lines: string }
  /** The one place where a person and a payee number meet. */
  payees: {
    region: string
    payee: string
    /** Keyed hash of the ID number; null where no sheet had one. */
    person_key: string | null
    name: string
    group_name: string
  }
  reviews: {
    notice: string
    version: number
    number: number
    reviewer: string
    reviewer_role: string
    at: string
    decision: string
    /** JSON, one answer a check. */
    checks: string
    reasons: string
    content_hash: string
  }
  /** Append-only, each row sealed into the next by its hash. */
  audit: {
    seq: number
    at: string
    staff: string | null
    action: string
    region: string | null
    subject: string | null
    /** JSON. */
    facts: string
    hash: string
  }
  /** One row: where the audit chain stands. */
  audit_head: { id: number; seq: number; hash: string }
  /** How a sender's columns are understood, as the office corrected it. */
  sender_mappings: { sender: string; program: string; mapping: string; at: string }
}

/** The whole database: `001-office`, `002-log` and `003-devices` make it. */
export type Database = OfficeTables & LogTables & DeviceTables
