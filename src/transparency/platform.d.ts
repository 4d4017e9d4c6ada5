/** The little that this room needs of the platform; Node, pages and workers all have it. */

interface PlatformKey {
  readonly type: string
}

interface PlatformSubtle {
  digest(algorithm: 'SHA-256', data: Uint8Array): Promise<ArrayBuffer>
  importKey(
    format: 'raw' | 'pkcs8',
    data: Uint8Array,
    algorithm: { name: string },
    extractable: boolean,
    usages: string[],
  ): Promise<PlatformKey>
  exportKey(format: 'jwk', key: PlatformKey): Promise<{ x?: string }>
  sign(algorithm: { name: string }, key: PlatformKey, data: Uint8Array): Promise<ArrayBuffer>
  verify(
    algorithm: { name: string },
    key: PlatformKey,
    signature: Uint8Array,
    data: Uint8Array,
  ): Promise<boolean>
}

declare const crypto: { readonly subtle: PlatformSubtle }

declare class TextEncoder {
  encode(text: string): Uint8Array
}

declare class TextDecoder {
  constructor(label: 'utf-8', options: { fatal: boolean; ignoreBOM: boolean })
  decode(bytes: Uint8Array): string
}
