import type { Hash } from '#domain/board/board-state.ts'
import { sha256 } from '#transparency/bytes.ts'
import { hex } from './encoding.ts'

export { sha256 }

/** SHA-256 as this system writes it in JSON and addresses: 64 lowercase hex digits. */
export const hashOf = async (bytes: Uint8Array): Promise<Hash> => hex(await sha256(bytes)) as Hash
