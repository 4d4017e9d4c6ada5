/** The formats of ARCHITECTURE.md §1.7 for make.mjs: it lends what it made of the page, and this shares no line with src/ either. */
import {
  createECDH,
  createPrivateKey,
  createPublicKey,
  pbkdf2Sync,
  sign,
  verify,
} from 'node:crypto'
import { readFileSync } from 'node:fs'

const DEVICE = '0123456789abcdef0123456789abcdef'

/** A P-256 key from its secret number. */
export function p256(secret) {
  const curve = createECDH('prime256v1')
  curve.setPrivateKey(secret)
  const point = curve.getPublicKey()
  const text = (bytes) => bytes.toString('base64url')
  const key = createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      d: text(secret),
      x: text(point.subarray(1, 33)),
      y: text(point.subarray(33)),
    },
  })
  return { key, spki: createPublicKey(key).export({ format: 'der', type: 'spki' }) }
}

/** ECDSA throws dice at each signature: the one that stands in the file under this name stays while it holds. */
export function signedOnce(text, key, name) {
  const how = { key, dsaEncoding: 'ieee-p1363' }
  const message = Buffer.from(text)
  const file = new URL('./formats.json', import.meta.url)
  const before = JSON.parse(readFileSync(file, 'utf8'))[name]?.signature ?? ''
  const given = Buffer.from(before, 'base64')
  const holds = given.length === 64 && verify('sha256', message, how, given)
  return (holds ? given : sign('sha256', message, how)).toString('base64')
}

export function makeDevices({
  sha256,
  counting,
  canonical,
  crockford,
  log,
  link,
  fingerprint,
  at,
}) {
  const offer = 'A1B2'
  const secret = 'C3D4E5'
  const check = crockford(sha256(`sambar/device-code/v1\n${offer}${secret}`), 2)
  const letters = offer + secret + check
  const deviceCode = {
    random: counting(7, 200).toString('hex'),
    made: crockford(counting(7, 200), 12).slice(0, 10),
    offer,
    secret,
    text: letters.match(/.{4}/g).join(' '),
    origin: link.origin,
    root: fingerprint.toString('hex'),
    link: `${link.origin}/kiosk#${letters}.${fingerprint.toString('base64url')}`,
  }

  const salt = counting(16, 7)
  const pin = {
    typed: '402918',
    salt: salt.toString('base64url'),
    iterations: 1000,
    hash: pbkdf2Sync('402918', salt, 1000, 32, 'sha256').toString('base64url'),
  }
  const { typed: _typed, ...pinHash } = pin

  const value = {
    origin: log.name,
    device: DEVICE,
    version: 3,
    at,
    orders: {
      boards: [{ region: link.region, link: link.text.slice(link.origin.length) }],
      languages: 'both',
      loop: 'beside',
      schedule: { on: '07:00', off: '21:00' },
      idleSeconds: 60,
      pace: 100,
      warnDays: 7,
      alarmDays: 30,
      pin: pinHash,
      printNotices: 'a4',
      printSlips: null,
      restart: 1,
      revoked: false,
    },
  }
  const textOf = (orders) =>
    ['sambar/device/v1', log.name, DEVICE, '3', at, canonical(orders)]
      .map((line) => `${line}\n`)
      .join('')
  const text = textOf(value.orders)
  const { loop: _loop, printNotices: _notices, printSlips: _slips, ...before } = value.orders
  const note = `${text}\n${log.line(log.sign(text))}`
  const orders = { value, text, note, older: textOf(before) }

  const heartbeatValue = {
    v: 1,
    n: 41,
    sentAt: at,
    app: '0.1.0',
    settings: 3,
    shows: [{ region: link.region, seq: 0, manifest: sha256('a manifest').toString('hex') }],
    asOf: at,
    storage: { used: 12_345_678, quota: 987_654_321 },
    battery: { level: 80, charging: true },
    upSeconds: 86_400,
    errors: [{ code: 'quota', count: 2 }],
  }
  const body = canonical(heartbeatValue)
  const { key, spki } = p256(counting(32, 1))
  const heartbeat = {
    device: DEVICE,
    key: spki.toString('base64'),
    value: heartbeatValue,
    body,
    signature: signedOnce(`sambar/heartbeat/v1\n${DEVICE}\n${body}`, key, 'heartbeat'),
  }
  return { deviceCode, pin, orders, heartbeat }
}
