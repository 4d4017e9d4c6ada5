import { ed25519 } from './ed25519.ts'
import { formatVkey, vkeyOf, type KeyKind } from './vkey.ts'

/** A key that signs under a name. The seed stays inside; a hardware key or another machine can stand in. */
export interface Signer {
  readonly name: string
  /** C2SP vkey text. */
  readonly vkey: string
  readonly kind: KeyKind
  /** The bare Ed25519 signature of these bytes, 64 bytes. */
  sign(bytes: Uint8Array): Promise<Uint8Array>
}

/** A signer from a seed of 32 random bytes. */
export async function ed25519Signer(
  seed: Uint8Array,
  name: string,
  kind: KeyKind,
): Promise<Signer> {
  if (seed.length !== 32) throw new TypeError('an Ed25519 seed has 32 bytes')
  const curve = await ed25519()
  const own = seed.slice()
  const vkey = formatVkey(await vkeyOf(name, kind, await curve.publicKeyOf(own)))
  return { name, vkey, kind, sign: (bytes) => curve.sign(own, bytes) }
}
