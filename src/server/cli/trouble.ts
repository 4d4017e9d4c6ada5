/** Something a command cannot go on with, told in one line: `cli.errors.{code}` with these facts. */
export class CliTrouble extends Error {
  readonly code: string
  readonly facts: Record<string, string | number>
  /** 1: it did not work; 2: it was called wrongly. */
  readonly exit: 1 | 2

  constructor(
    code: string,
    facts: Record<string, string | number> = {},
    exit: 1 | 2 = 1,
    options?: ErrorOptions,
  ) {
    super(code, options)
    this.name = 'CliTrouble'
    this.code = code
    this.facts = facts
    this.exit = exit
  }
}

const NOT_WRITABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'])
const NO_DATABASE = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  '28P01',
  '28000',
  '3D000',
])

const textOf = (value: unknown, key: string): string | null => {
  if (typeof value !== 'object' || value === null || !(key in value)) return null
  const found: unknown = Reflect.get(value, key)
  return typeof found === 'string' ? found : null
}

/** Gives a known fault of the world around its code; null where a bug or something unheard of must be shown as it is. */
export function troubleOf(fault: unknown): CliTrouble | null {
  if (fault instanceof CliTrouble) return fault
  const code = textOf(fault, 'code')
  if (code === null) return null
  if (code === 'EADDRINUSE') {
    const port: unknown = Reflect.get(Object(fault), 'port')
    return new CliTrouble('portTaken', { port: String(port ?? '') }, 1, { cause: fault })
  }
  if (code === 'EADDRNOTAVAIL') return new CliTrouble('hostNotHere', {}, 1, { cause: fault })
  const syscall = textOf(fault, 'syscall')
  if (code === 'EACCES' && syscall === 'listen')
    return new CliTrouble('portForbidden', {}, 1, { cause: fault })
  if (NO_DATABASE.has(code))
    return new CliTrouble('databaseUnreachable', { code }, 1, { cause: fault })
  if (NOT_WRITABLE.has(code))
    return new CliTrouble('folderNotWritable', { folder: textOf(fault, 'path') ?? '' }, 1, {
      cause: fault,
    })
  if (code === 'ENOSPC') return new CliTrouble('diskFull', {}, 1, { cause: fault })
  // Our own errors carry a code that has its words.
  if (/^[a-z][A-Za-z]+$/.test(code)) {
    const facts = { file: textOf(fault, 'file') ?? '', folder: textOf(fault, 'folder') ?? '' }
    return new CliTrouble(code, facts, 1, { cause: fault })
  }
  return null
}
