import type { Hash } from '#domain/board/board-state.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { base64, utf8 } from '#protocol/encoding.ts'
import { hashOf } from '#protocol/sha256.ts'
import { consistencyProof } from '#transparency/proof.ts'
import type { TestCounty } from './test-county.ts'

/** What an honest server of this county answers. */
export async function answerFor(
  county: TestCounty,
  path: string,
  init: RequestInit,
): Promise<Response> {
  const { pathname, searchParams } = new URL(path, 'http://county')
  const [, , , room, name] = pathname.split('/')
  if (room === 'boards') return headFor(county, name as RegionCode, init)
  if (room === 'objects') return serveBytes(county.objects.get(name as Hash))
  if (room === 'packs') return serveBytes(county.packs.get(name as Hash))
  if (room === 'checkpoint') return serveText(await county.checkpoint())
  if (pathname.endsWith('/log/consistency')) {
    const from = Number(searchParams.get('from'))
    const to = Number(searchParams.get('to'))
    if (to > county.leaves.length) return new Response('{}', { status: 400 })
    const proof = await consistencyProof(from, to, county.read)
    return serveText(JSON.stringify({ proof: proof.map(base64) }))
  }
  if (room === 'log')
    return serveText(
      JSON.stringify({
        v: 1,
        origin: county.origin,
        county: county.region,
        vkeys: county.keyList.log.map(({ vkey }) => vkey),
        timeVkeys: county.keyList.time,
        witnesses: { vkeys: [], quorum: 0 },
        rootVkey: county.root.vkey,
        keyList: county.keyListText,
      }),
    )
  return new Response('{}', { status: 404 })
}

async function headFor(
  county: TestCounty,
  region: RegionCode,
  init: RequestInit,
): Promise<Response> {
  const head = county.board(region).head
  if (!head) return new Response('{}', { status: 404 })
  const etag = `"${await hashOf(utf8(head.manifest))}"`
  if (new Headers(init.headers).get('if-none-match') === etag)
    return new Response(null, { status: 304, headers: { etag } })
  return serveText(JSON.stringify(head), { etag })
}

export const serveText = (text: string, headers: Record<string, string> = {}): Response => {
  const bytes = utf8(text)
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(bytes.length),
      ...headers,
    },
  })
}

export const serveBytes = (bytes: Uint8Array | undefined): Response =>
  bytes === undefined
    ? new Response('{}', { status: 404 })
    : new Response(new Uint8Array(bytes), {
        headers: {
          'content-type': 'application/octet-stream',
          'content-length': String(bytes.length),
        },
      })

/** A page in the place of an answer, as a hotel's or a station's network gives it. */
export const portalPage = (): Response =>
  new Response('<!doctype html><title>登录</title>', {
    headers: { 'content-type': 'text/html; charset=utf-8' },
  })
