import { sha256 } from '#transparency/bytes.ts'
import { parseRegionCode } from '#domain/region/region-code.ts'
import { VerificationError } from '#transparency/verification-error.ts'
import { base64url, fromBase64url } from './encoding.ts'
import type { BoardLink } from './shapes.ts'

const FINGERPRINT_BYTES = 16

/** First 16 bytes of SHA-256 of the root's public key: what the QR on the wall says about whom to trust. */
export const rootFingerprint = async (publicKey: Uint8Array): Promise<Uint8Array> =>
  (await sha256(publicKey)).slice(0, FINGERPRINT_BYTES)

/** What stands after the `#`: `{region}.{epoch}.{key}.{root}`. */
function formatFragment({ region, epoch, key, root }: BoardLink): string {
  if (key.length !== 16 || root?.length !== FINGERPRINT_BYTES)
    throw new TypeError('a board link carries a key and a root of 16 bytes each')
  return `${region}.${epoch}.${base64url(key)}.${base64url(root)}`
}

/** The board's link for QR and paper. `origin` is the county's address: `https://sambar.example.cn`. */
export const formatLink = (origin: string, link: BoardLink): string =>
  `${origin.replace(/\/+$/, '')}/b#${formatFragment(link)}`

const FRAGMENT = /^([0-9]{12})\.(0|[1-9][0-9]{0,8})\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{22})$/

/**
 * Reads a board's link, or its fragment alone, as scanned or pasted: spaces around it and `%2E` for dots are forgiven.
 * The host is not looked at: a link opens on the county's server that the app came from. MALFORMED else.
 */
export function parseLink(text: string): BoardLink {
  const tidy = text.trim().replace(/%2e/gi, '.')
  const fragment = tidy.slice(tidy.indexOf('#') + 1)
  const [, region, epoch, key, root] = FRAGMENT.exec(fragment) ?? []
  const code = parseRegionCode(region ?? '')
  if (code === null || key === undefined || root === undefined)
    throw new VerificationError('MALFORMED', { what: 'link' })
  return {
    region: code,
    epoch: Number(epoch),
    key: fromBase64url(key, 'link'),
    root: fromBase64url(root, 'link'),
  }
}
