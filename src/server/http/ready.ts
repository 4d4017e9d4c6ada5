import type { IncomingMessage, ServerResponse } from 'node:http'
import { API_HEADERS, HSTS, NOT_MODIFIED_HEADERS } from './headers.ts'

/** An answer that only has to be written: body and headers as they go over the line, made once. */
export interface Ready {
  body: Buffer
  /** Names and values in turn, which Node writes without looking at them again. */
  headers: string[]
  secureHeaders: string[]
  etag: string | null
  notModified: string[]
}

const flat = (headers: { [name: string]: string }): string[] => Object.entries(headers).flat()

export function ready(
  bytes: Uint8Array,
  { type, cache, etag }: { type: string; cache: string; etag?: string },
): Ready {
  const tag: { [name: string]: string } = etag === undefined ? {} : { etag }
  const headers = flat({
    'content-type': type,
    'content-length': String(bytes.length),
    'cache-control': cache,
    ...tag,
    ...API_HEADERS,
  })
  return {
    body: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    headers,
    secureHeaders: [...headers, 'strict-transport-security', HSTS],
    etag: etag ?? null,
    notModified: flat({ ...NOT_MODIFIED_HEADERS, 'cache-control': cache, ...tag }),
  }
}

/** Does the asker hold this version already? */
export const holds = (request: IncomingMessage, etag: string): boolean => {
  const held = request.headers['if-none-match']
  if (held === undefined) return false
  return held === etag || held.split(',').some((one) => one.trim().replace(/^W\//, '') === etag)
}

/** Straight to the socket. A proxy before us says whether the asker's end is https. */
export function write(request: IncomingMessage, response: ServerResponse, answer: Ready): void {
  if (answer.etag !== null && holds(request, answer.etag)) {
    response.writeHead(304, answer.notModified)
    response.end()
    return
  }
  const secure = request.headers['x-forwarded-proto'] === 'https'
  response.writeHead(200, secure ? answer.secureHeaders : answer.headers)
  response.end(answer.body)
}
