import { randomFillSync } from 'node:crypto'

const POOL_BYTES = 16_384

/**
 * Secret random bytes, fetched from the system by the pool: a list of a hundred thousand payees asks a hundred thousand
 * times. Each byte is handed out once and wiped from the pool.
 */
export function createRandom(fill: (pool: Uint8Array) => void = randomFillSync) {
  const pool = new Uint8Array(POOL_BYTES)
  let used = POOL_BYTES
  return (bytes: number): Uint8Array => {
    if (bytes > POOL_BYTES) {
      const own = new Uint8Array(bytes)
      fill(own)
      return own
    }
    if (used + bytes > POOL_BYTES) {
      fill(pool)
      used = 0
    }
    const taken = pool.slice(used, used + bytes)
    pool.fill(0, used, used + bytes)
    used += bytes
    return taken
  }
}
