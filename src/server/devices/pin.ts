import { pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'
import type { PinHash } from '#protocol/device-orders.ts'

const derive = promisify(pbkdf2)

/** A fraction of a second on a slow tablet. Six digits are no secret from who has its disk; they keep passers-by in. */
const ITERATIONS = 100_000

/** Six digits in a row, up or down, or one or two of them again and again. */
const isCommon = (pin: string): boolean =>
  new Set(pin).size < 3 || '01234567890'.includes(pin) || '09876543210'.includes(pin)

export type PinRefusal = { refused: 'pinMalformed' } | { refused: 'pinCommon' }

export function whyNotPin(pin: string): PinRefusal | null {
  if (!/^[0-9]{6}$/.test(pin)) return { refused: 'pinMalformed' }
  return isCommon(pin) ? { refused: 'pinCommon' } : null
}

/** Six digits of which all are as likely, but for the common ones. */
export function randomPin(random: (bytes: number) => Uint8Array): string {
  for (;;) {
    const [a = 0, b = 0, c = 0] = random(3)
    const number = ((a & 15) << 16) | (b << 8) | c
    const pin = String(number).padStart(6, '0')
    if (number < 1_000_000 && !isCommon(pin)) return pin
  }
}

export async function hashPin(
  pin: string,
  random: (bytes: number) => Uint8Array,
): Promise<PinHash> {
  const salt = Buffer.from(random(16))
  const hash = await derive(pin, salt, ITERATIONS, 32, 'sha256')
  return {
    salt: salt.toString('base64url'),
    iterations: ITERATIONS,
    hash: hash.toString('base64url'),
  }
}
