import { chmod, mkdir, open, readFile, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** The secrets of a county, one file each. None of them is ever in the database. */
export const KEY_FILES = {
  /** Signs the list of keys; may be carried away and kept offline. */
  root: 'root.seed',
  /** Timestamps checkpoints (cosignature/v1). */
  time: 'time.seed',
  /** Board keys are derived from it. */
  county: 'county.secret',
  /** Source files are kept encrypted under it. */
  seal: 'seal.key',
  /** ID numbers are hashed under it, so that a person keeps one payee number. */
  person: 'person.key',
} as const

/** File of the n-th log key; a rotation adds the next, older ones stay. */
export const logKeyFile = (number: number): string => `log-${number}.seed`

const SECRET_BYTES = 32

/** A secret cannot be used; the server must not start. `code` has its words under `cli.errors`. */
export class KeyTrouble extends Error {
  readonly code:
    'keyMissing' | 'keyMalformed' | 'keyReadable' | 'keyOther' | 'keysExist' | 'rootAway'
  readonly file: string
  constructor(code: KeyTrouble['code'], file: string, options?: ErrorOptions) {
    super(`${code}: ${file}`, options)
    this.name = 'KeyTrouble'
    this.code = code
    this.file = file
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Writes a new secret of 32 bytes, mode 0600, and returns only when the disk has it. Never overwrites. */
export async function writeSecret(folder: string, file: string, secret: Uint8Array): Promise<void> {
  const handle = await open(join(folder, file), 'wx', 0o600)
  try {
    await handle.writeFile(`${Buffer.from(secret).toString('hex')}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await chmod(join(folder, file), 0o600)
  await syncFolder(folder)
}

/** Reads a secret back. A file that others may read is refused: it is no secret any more. */
export async function readSecret(folder: string, file: string): Promise<Uint8Array> {
  const path = join(folder, file)
  const { mode } = await stat(path).catch((cause: unknown) => {
    throw new KeyTrouble('keyMissing', path, { cause })
  })
  // Windows has no such modes; there the folder's own rights have to do.
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    throw new KeyTrouble('keyReadable', path)
  const text = (await readFile(path, 'utf8')).trim()
  if (!/^[0-9a-f]{64}$/.test(text)) throw new KeyTrouble('keyMalformed', path)
  return new Uint8Array(Buffer.from(text, 'hex'))
}

export async function hasSecret(folder: string, file: string): Promise<boolean> {
  return stat(join(folder, file)).then(
    () => true,
    () => false,
  )
}

/**
 * Creates all the secrets of a county at once: they are made in a folder beside and renamed into place, so that a crash
 * leaves all or none. Refuses where a key folder already stands.
 */
export async function createSecrets(
  folder: string,
  random: (bytes: number) => Uint8Array,
): Promise<void> {
  if (
    await stat(folder).then(
      () => true,
      () => false,
    )
  )
    throw new KeyTrouble('keysExist', folder)
  const making = `${folder}.new`
  await rm(making, { recursive: true, force: true })
  await mkdir(making, { recursive: true, mode: 0o700 })
  await chmod(making, 0o700)
  for (const file of [...Object.values(KEY_FILES), logKeyFile(1)])
    await writeSecret(making, file, random(SECRET_BYTES))
  await rename(making, folder)
  await syncFolder(join(folder, '..'))
}

/** Numbers of the log keys that are here, ascending. */
export async function logKeyNumbers(folder: string): Promise<number[]> {
  const files = await readdir(folder).catch((cause: unknown) => {
    throw new KeyTrouble('keyMissing', folder, { cause })
  })
  return files
    .map((file) => /^log-([1-9][0-9]{0,4})\.seed$/.exec(file)?.[1])
    .filter((number) => number !== undefined)
    .map(Number)
    .sort((a, b) => a - b)
}
