/** Why a database cannot be used. `code` has its words under `cli.errors`. */
export type StorageCode =
  | 'databaseUnreachable'
  | 'databaseRefused'
  | 'databaseUnknown'
  | 'databaseFile'
  | 'databaseDamaged'
  | 'databaseNewer'
  | 'databaseHeld'
  | 'databaseUnsafe'

/** The database cannot be used, in one line. The server must not start. */
export class StorageTrouble extends Error {
  readonly code: StorageCode
  /** File of an embedded database; never an address, which may hold a password. */
  readonly file: string
  constructor(code: StorageCode, file: string, options?: ErrorOptions) {
    super(file ? `${code}: ${file}` : code, options)
    this.name = 'StorageTrouble'
    this.code = code
    this.file = file
  }
}

const codeOf = (fault: unknown): string => {
  if (typeof fault !== 'object' || fault === null) return ''
  const code: unknown = Reflect.get(fault, 'code')
  return typeof code === 'string' ? code : ''
}

/** PostgreSQL's ways of saying no, and the network's. */
export function postgresTrouble(fault: unknown): StorageTrouble {
  if (fault instanceof StorageTrouble) return fault
  const code = codeOf(fault)
  if (code.startsWith('28') || code === '42501')
    return new StorageTrouble('databaseRefused', '', { cause: fault })
  if (code === '3D000') return new StorageTrouble('databaseUnknown', '', { cause: fault })
  return new StorageTrouble('databaseUnreachable', '', { cause: fault })
}

/** SQLite's result codes: 11 and 26 are damage, 5 is another process, the rest is the file or its folder. */
export function sqliteTrouble(fault: unknown, file: string): StorageTrouble {
  if (fault instanceof StorageTrouble) return fault
  const message = fault instanceof Error ? fault.message : ''
  if (/malformed|not a database/.test(message))
    return new StorageTrouble('databaseDamaged', file, { cause: fault })
  if (/locked|busy/.test(message)) return new StorageTrouble('databaseHeld', file, { cause: fault })
  return new StorageTrouble('databaseFile', file, { cause: fault })
}
