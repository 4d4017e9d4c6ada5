/** What every answer of the API carries, errors too. Few and short: a phone on 2G pays for each byte. */
export const API_HEADERS: { [name: string]: string } = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none';frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
}

/** A 304 has no content that could be sniffed, run or framed. */
export const NOT_MODIFIED_HEADERS: { [name: string]: string } = {
  'x-content-type-options': 'nosniff',
}

const pageCsp = (scripts: readonly string[]): string =>
  [
    "default-src 'none'",
    ["script-src 'self'", ...scripts.map((hash) => `'${hash}'`)].join(' '),
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "media-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types vue sw',
  ].join(';')

/** What a page and everything it loads carries. `scripts`: hashes of those that stand in the page itself. */
export const pageHeaders = (scripts: readonly string[] = []): { [name: string]: string } => ({
  'x-content-type-options': 'nosniff',
  'content-security-policy': pageCsp(scripts),
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self),geolocation=(),microphone=(),payment=(),usb=()',
  'x-frame-options': 'DENY',
})

/** What a page without script carries: forms go to this server, nothing else is loaded but style and font. */
export const PLAIN_HEADERS: { [name: string]: string } = {
  ...pageHeaders(),
  'content-security-policy': [
    "default-src 'none'",
    "style-src 'self'",
    "font-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join(';'),
}

/** Only over https: on a plain-http pilot in an office it would lock the browsers out. */
export const HSTS = 'max-age=31536000'

/** Never kept by anybody: what is for one person. */
export const NO_STORE = 'no-store'
/** May be kept, must be asked for anew. */
export const ASK_AGAIN = 'no-cache'
/** The address is the content's hash. */
export const FOR_EVER = 'public, max-age=31536000, immutable'
