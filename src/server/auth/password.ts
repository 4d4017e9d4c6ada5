import { scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto'

/** scrypt as OWASP asks for it: 128 MiB a try. */
const COST = 17
const BLOCK = 8
const PARALLEL = 1
const HASH_BYTES = 32
const AT_ONCE = 2
const QUEUE = 20

export const SHORTEST_PASSWORD = 12
export const LONGEST_PASSWORD = 256

/** Too many passwords wait to be checked; try again in a moment. */
export class TooBusy extends Error {
  readonly code = 'tooBusy'
  constructor() {
    super('too many passwords wait to be checked')
    this.name = 'TooBusy'
  }
}

export type PasswordRefusal =
  | { refused: 'passwordTooShort'; least: number }
  | { refused: 'passwordTooLong'; most: number }
  | { refused: 'passwordCommon' }

/** Long enough, and still among the first that anybody tries. Compared without case, spaces and signs. */
const COMMON = [
  '123456',
  '654321',
  '111111',
  '888888',
  '666666',
  '000000',
  'password',
  'passw0rd',
  'qwerty',
  'asdfgh',
  'zxcvbn',
  '1qaz2wsx',
  'q1w2e3r4',
  'abc123',
  'admin',
  'root',
  'welcome',
  'letmein',
  'iloveyou',
  'woaini',
  '5201314',
  '1314520',
  'sambar',
]

/**
 * May this be somebody's new password? Twelve characters or a passphrase; nothing that is a common one (or the login)
 * with some digits around it; not the same few characters again and again.
 */
export function whyNotPassword(password: string, login: string): PasswordRefusal | null {
  const text = password.normalize('NFKC')
  const length = [...text].length
  if (length < SHORTEST_PASSWORD) return { refused: 'passwordTooShort', least: SHORTEST_PASSWORD }
  if (length > LONGEST_PASSWORD) return { refused: 'passwordTooLong', most: LONGEST_PASSWORD }
  const plain = text.toLowerCase().replace(/[\s\p{P}\p{S}]/gu, '')
  const rest = [login.toLowerCase(), ...COMMON].reduce(
    (left, word) => (word === '' ? left : left.split(word).join('')),
    plain,
  )
  const own = rest.replace(/\d/g, '')
  const few = new Set(plain).size < 5
  return few || (rest !== plain && own.length < 6) ? { refused: 'passwordCommon' } : null
}

function derive(password: string, salt: Uint8Array, cost: number): Promise<Buffer> {
  const options: ScryptOptions = { N: 2 ** cost, r: BLOCK, p: PARALLEL, maxmem: 2 ** (cost + 11) }
  return new Promise((resolve, reject) =>
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, (fault, hash) =>
      fault ? reject(fault) : resolve(hash),
    ),
  )
}

export interface Passwords {
  /** `scrypt$17$8$1$salt$hash`, with a salt of its own. */
  hash(password: string): Promise<string>
  /** Null stands for an account that is not there: takes as long, and says no. */
  verify(stored: string | null, password: string): Promise<boolean>
}

/**
 * Hashes and checks passwords, two at a time, since each takes 128 MiB; a queue waits, and beyond it `TooBusy` is
 * thrown, so that a flood of sign-ins cannot take the memory that readers need. `cost` is 2^n; only tests want less.
 */
export function createPasswords(random: (bytes: number) => Uint8Array, cost = COST): Passwords {
  let running = 0
  const waiting: (() => void)[] = []
  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= AT_ONCE) {
      if (waiting.length >= QUEUE) throw new TooBusy()
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else running++
    try {
      return await work()
    } finally {
      // The place is handed on, not given free: nobody may slip in between.
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
  const nobody = { salt: random(16), hash: random(HASH_BYTES) }
  return {
    hash: (password) =>
      inTurn(async () => {
        const salt = random(16)
        const hash = await derive(password, salt, cost)
        const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
        return `scrypt$${cost}$${BLOCK}$${PARALLEL}$${text(salt)}$${text(hash)}`
      }),
    verify: (stored, password) =>
      inTurn(async () => {
        const known = stored === null ? null : parse(stored)
        const { salt, hash } = known ?? nobody
        const given = await derive(password, salt, known?.cost ?? cost)
        return timingSafeEqual(given, hash) && known !== null
      }),
  }
}

function parse(stored: string): { cost: number; salt: Uint8Array; hash: Uint8Array } | null {
  const match = /^scrypt\$(\d\d?)\$8\$1\$([\w-]+)\$([\w-]+)$/.exec(stored)
  if (!match) return null
  const [, cost = '', salt = '', hash = ''] = match
  const bytes = Buffer.from(hash, 'base64url')
  if (bytes.length !== HASH_BYTES) return null
  return { cost: Number(cost), salt: Buffer.from(salt, 'base64url'), hash: bytes }
}
