import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ed25519Signer, type Signer } from '#transparency/signer.ts'
import { parseVkey } from '#transparency/vkey.ts'
import { KEY_FILES, KeyTrouble, hasSecret, logKeyFile, logKeyNumbers, readSecret } from './key-files.ts'

export const rootName = (origin: string): string => `${origin}/root`
export const timeName = (origin: string): string => `${origin}/time`

/** The public half of the root key, which stays when the key itself is carried away. */
export const ROOT_VKEY_FILE = 'root.vkey'

/** Every secret of the county that the server works with. Lives in memory only; made from the files of `keys/`. */
export interface ServerKeys {
  folder: string
  origin: string
  countySecret: Uint8Array
  /** Seals source files. */
  sealKey: Uint8Array
  /** Hashes ID numbers. */
  personKey: Uint8Array
  time: Signer
  /** All log keys that are here, oldest first, with their number. */
  log: { number: number; signer: Signer }[]
  rootVkey: string
  /** SHA-256 of the root's public key is what a board's link carries 16 bytes of. */
  rootPublicKey: Uint8Array
  /** Null where the root key has been taken away. */
  root: Signer | null
}

async function rootOf(
  folder: string,
  origin: string,
): Promise<Pick<ServerKeys, 'root' | 'rootVkey' | 'rootPublicKey'>> {
  const here = await hasSecret(folder, KEY_FILES.root)
  const root = here
    ? await ed25519Signer(await readSecret(folder, KEY_FILES.root), rootName(origin), 'note')
    : null
  const path = join(folder, ROOT_VKEY_FILE)
  const kept = await readFile(path, 'utf8').then(
    (text) => text.trim(),
    () => null,
  )
  const rootVkey = root?.vkey ?? kept
  if (rootVkey === null) throw new KeyTrouble('keyMissing', path)
  // A root key that is not the one whose fingerprint hangs on every board would go unnoticed until a phone complains.
  if (root && kept !== null && kept !== root.vkey) throw new KeyTrouble('keyMalformed', path)
  return { root, rootVkey, rootPublicKey: (await parseVkey(rootVkey)).publicKey }
}

/** Reads the keys of a county whose log has this origin. Only the root's may be missing. */
export async function openServerKeys(folder: string, origin: string): Promise<ServerKeys> {
  const numbers = await logKeyNumbers(folder)
  if (numbers.length === 0) throw new KeyTrouble('keyMissing', join(folder, logKeyFile(1)))
  const [countySecret, sealKey, personKey, timeSeed, ...logSeeds] = await Promise.all([
    readSecret(folder, KEY_FILES.county),
    readSecret(folder, KEY_FILES.seal),
    readSecret(folder, KEY_FILES.person),
    readSecret(folder, KEY_FILES.time),
    ...numbers.map((number) => readSecret(folder, logKeyFile(number))),
  ])
  const log = await Promise.all(
    logSeeds.map(async (seed, i) => ({
      number: numbers[i] ?? 0,
      signer: await ed25519Signer(seed, origin, 'note'),
    })),
  )
  return {
    folder,
    origin,
    countySecret,
    sealKey,
    personKey,
    time: await ed25519Signer(timeSeed, timeName(origin), 'cosignature'),
    log,
    ...(await rootOf(folder, origin)),
  }
}
