/** The little that this room needs of the platform; Node, pages and workers all have it. */

interface PlatformKey {
  readonly type: string
}

interface AesGcm {
  name: 'AES-GCM'
  iv: Uint8Array
  additionalData: Uint8Array
  tagLength: 128
}

interface Ecdsa {
  name: 'ECDSA'
  hash: 'SHA-256'
}

interface PlatformKeyPair {
  readonly publicKey: PlatformKey
  readonly privateKey: PlatformKey
}

interface PlatformSubtle {
  importKey(
    format: 'raw' | 'spki',
    data: Uint8Array,
    algorithm: { name: 'ECDSA' | 'ECDH'; namedCurve: 'P-256' },
    extractable: boolean,
    usages: string[],
  ): Promise<PlatformKey>
  verify(
    algorithm: Ecdsa,
    key: PlatformKey,
    signature: Uint8Array,
    data: Uint8Array,
  ): Promise<boolean>
  importKey(
    format: 'raw',
    data: Uint8Array,
    algorithm: 'AES-GCM' | 'HKDF',
    extractable: boolean,
    usages: string[],
  ): Promise<PlatformKey>
  importKey(
    format: 'raw',
    data: Uint8Array,
    algorithm: { name: 'HMAC'; hash: 'SHA-256' },
    extractable: boolean,
    usages: string[],
  ): Promise<PlatformKey>
  exportKey(format: 'raw', key: PlatformKey): Promise<ArrayBuffer>
  sign(algorithm: 'HMAC', key: PlatformKey, data: Uint8Array): Promise<ArrayBuffer>
  deriveBits(
    algorithm: { name: 'ECDH'; public: PlatformKey },
    key: PlatformKey,
    bits: number,
  ): Promise<ArrayBuffer>
  deriveBits(
    algorithm: { name: 'HKDF'; hash: 'SHA-256'; salt: Uint8Array; info: Uint8Array },
    key: PlatformKey,
    bits: number,
  ): Promise<ArrayBuffer>
  encrypt(algorithm: AesGcm, key: PlatformKey, data: Uint8Array): Promise<ArrayBuffer>
  decrypt(algorithm: AesGcm, key: PlatformKey, data: Uint8Array): Promise<ArrayBuffer>
}

declare const crypto: { readonly subtle: PlatformSubtle }

interface PlatformReader {
  read(): Promise<{ done: false; value: Uint8Array } | { done: true; value?: undefined }>
  cancel(): Promise<void>
}

interface PlatformReadable {
  getReader(): PlatformReader
}

interface PlatformWriter {
  write(bytes: Uint8Array): Promise<void>
  close(): Promise<void>
}

/** Missing before Chrome 80, Safari 16.4 and Firefox 113. */
declare class DecompressionStream {
  constructor(format: 'gzip')
  readonly readable: PlatformReadable
  readonly writable: { getWriter(): PlatformWriter }
}

declare class Response {
  constructor(body: PlatformReadable)
  arrayBuffer(): Promise<ArrayBuffer>
}
