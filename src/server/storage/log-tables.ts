/**
 * The published side of the database: what the public API serves. Everything in it is public as it stands; nothing in
 * it can be changed without the log showing it. Hashes are 64 hex digits.
 */
export interface LogTables {
  /** One row: where the log stands. Publishing moves it by compare-and-swap, which is its lock on every engine. */
  log: {
    id: number
    origin: string
    /** Region of the county, whose board carries the documents. */
    county: string
    /** 1 where everything is invented. */
    demo: number
    size: number
    root: string
    /** Instant of the newest entry; it never goes back. */
    at: string
  }
  entries: {
    index: number
    region: string
    seq: number
    manifest: string
    at: string
    /** The entry's text as it was hashed. */
    text: string
    leaf: string
  }
  /** Hashes of complete subtrees: level 0 are leaves, `index` counts within the level. */
  tree_nodes: { level: number; index: number; hash: string }
  /** Signed note of a size; cosigned anew while it is the newest. */
  checkpoints: { size: number; note: string; cosigned_at: string }
  /** Bytes as they are served, under their SHA-256: objects and manifests. */
  objects: { address: string; length: number; bytes: Uint8Array }
  /** A pack is put together from objects when asked for; `parts` are their addresses by commas, in order. */
  packs: { address: string; length: number; parts: string }
  boards: {
    region: string
    seq: number
    entry: number
    leaf: string
    manifest: string
    epoch: number
    /** JSON answer of `GET /api/v1/boards/{region}`. */
    head: string
  }
  /** Root-signed notes, one a version; the last one counts. */
  key_lists: { version: number; note: string; at: string }
}
