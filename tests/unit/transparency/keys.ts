import { ed25519Signer } from '#transparency/signer.ts'
import { expect } from 'vitest'

export const ORIGIN = 'sambar.example/152529'

/** A seed that is the same in every run. */
export const seed = (n: number): Uint8Array => new Uint8Array(32).fill(n)

export const logSigner = () => ed25519Signer(seed(1), ORIGIN, 'note')
export const timeSigner = () => ed25519Signer(seed(2), `${ORIGIN}/time`, 'cosignature')
export const rootSigner = () => ed25519Signer(seed(3), `${ORIGIN}/root`, 'note')
export const witnessSigner = () => ed25519Signer(seed(4), 'witness.example/w1', 'cosignature')

/** What `expect(…).toThrow` takes for a VerificationError of this code. */
export const coded = (code: string, facts: object = {}): Error =>
  expect.objectContaining({ code, facts: expect.objectContaining(facts) }) as Error
