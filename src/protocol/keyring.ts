import type { RegionCode } from '#domain/region/region.ts'
import { VerificationError } from '#transparency/verification-error.ts'
import { readyWrapKey, unwrapObjectKey, wrapKeyOf } from './keys.ts'
import type { ObjectRef, Wrap } from './shapes.ts'

/** Whoever can open sealed objects. */
export interface Keyring {
  /** Is there a wrap among this object's that a key here fits? Public objects need none. */
  opens(ref: ObjectRef): boolean
  /** The object key (32 bytes); KEY_MISSING where no key fits, KEY_WRONG where it does not open. */
  objectKey(ref: ObjectRef): Promise<Uint8Array>
}

/** Opens what is open to all, nothing else. */
export const publicKeyring: Keyring = {
  opens: (ref) => ref.open === 'public',
  objectKey: async () => {
    throw new VerificationError('KEY_MISSING')
  },
}

/** The keys of one board, by epoch. Wrap keys are derived once and kept ready. */
export function boardKeyring(
  region: RegionCode,
  keys: readonly { epoch: number; key: Uint8Array }[],
): Keyring {
  const ready = new Map<number, Promise<PlatformKey>>()
  const find = (ref: ObjectRef): Wrap | undefined =>
    ref.open === 'public'
      ? undefined
      : ref.open.find(
          (wrap) => wrap.for === 'board' && keys.some(({ epoch }) => epoch === wrap.epoch),
        )
  const wrapKey = (epoch: number): Promise<PlatformKey> => {
    const held = ready.get(epoch)
    if (held) return held
    const key = keys.find((own) => own.epoch === epoch)?.key ?? new Uint8Array(0)
    const made = wrapKeyOf(key, region, epoch).then(readyWrapKey)
    ready.set(epoch, made)
    return made
  }
  return {
    opens: (ref) => ref.open === 'public' || find(ref) !== undefined,
    async objectKey(ref) {
      const wrap = find(ref)
      if (!wrap) throw new VerificationError('KEY_MISSING', { what: ref.role })
      return unwrapObjectKey(await wrapKey(wrap.epoch), ref.content, wrap.wrap)
    },
  }
}
