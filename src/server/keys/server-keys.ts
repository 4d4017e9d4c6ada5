import { join } from 'node:path'
import { ed25519Signer, type Signer } from '#transparency/signer.ts'
import { parseVkey } from '#transparency/vkey.ts'
import {
  KEY_FILES,
  KeyTrouble,
  hasSecret,
  logKeyFile,
  logKeyNumbers,
  readSecret,
} from './key-files.ts'

export const rootName = (origin: string): string => `${origin}/root`
export const timeName = (origin: string): string => `${origin}/time`

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

/** The root as the newest key list names it. Where the key itself is here it must be that very one. */
async function rootOf(
  folder: string,
  origin: string,
  published: string | null,
): Promise<Pick<ServerKeys, 'root' | 'rootVkey' | 'rootPublicKey'>> {
  const here = await hasSecret(folder, KEY_FILES.root)
  const root = here
    ? await ed25519Signer(await readSecret(folder, KEY_FILES.root), rootName(origin), 'note')
    : null
  const rootVkey = published ?? root?.vkey
  const path = join(folder, KEY_FILES.root)
  if (rootVkey === undefined) throw new KeyTrouble('keyMissing', path)
  // Another root than the one whose fingerprint hangs on every board would sign what no phone believes.
  if (root && root.vkey !== rootVkey) throw new KeyTrouble('keyOther', path)
  return { root, rootVkey, rootPublicKey: (await parseVkey(rootVkey)).publicKey }
}

/**
 * Reads the keys of a county whose log has this origin. `rootVkey` is what its key list says, null before there is one;
 * the root key alone may be missing.
 */
export async function openServerKeys(
  folder: string,
  origin: string,
  rootVkey: string | null,
): Promise<ServerKeys> {
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
    ...(await rootOf(folder, origin, rootVkey)),
  }
}
