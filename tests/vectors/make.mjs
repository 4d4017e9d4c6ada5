/**
 * Writes formats.json: fixed inputs and answers for every format of ARCHITECTURE.md §1. Run it by hand, when a format
 * changes and never otherwise: `node tests/vectors/make.mjs`.
 *
 * It follows the page with Node's own crypto and shares no line with src/, so that the product is measured against the
 * page and not against itself.
 */
import {
  createCipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  sign as signWith,
} from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { makeDesks } from './make-desks.mjs'
import { makeDevices } from './make-devices.mjs'

const sha256 = (...parts) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
const hex = (bytes) => Buffer.from(bytes).toString('hex')
const fromHex = (text) => Buffer.from(text, 'hex')
const counting = (length, from) => Buffer.from(Array.from({ length }, (_, i) => (from + i) & 255))

/** RFC 8785 for the values used here. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const pairs = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
  return `{${pairs.join(',')}}`
}

function gcm(key, iv, aad, plain) {
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  cipher.setAAD(aad)
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

const REGION = '152529900201'
const AT = '2026-03-09T01:12:00Z'
const TIME = Date.parse(AT) / 1000
const NOTICE = '00112233445566778899aabbccddeeff'

// §1.2 Keys
const secret = counting(32, 0)
const boardKey = Buffer.from(hkdfSync('sha256', secret, 'sambar/board-key/v1', `${REGION}/2`, 16))
const wrapKey = Buffer.from(hkdfSync('sha256', boardKey, 'sambar/wrap/v1', `${REGION}/2`, 32))
const keys = {
  countySecret: hex(secret),
  region: REGION,
  epoch: 2,
  boardKey: hex(boardKey),
  wrapKey: hex(wrapKey),
}

// §1.1 Objects
function object(role, value, salt, key, iv) {
  const plain = Buffer.concat([salt, Buffer.from(canonical(value))])
  const packed = gzipSync(plain)
  const served = key ? gcm(key, Buffer.alloc(12), Buffer.from('sambar/object/v1'), packed) : packed
  const content = sha256(plain)
  const wrap = key && Buffer.concat([iv, gcm(wrapKey, iv, content, key)]).toString('base64url')
  const ref = {
    role,
    content: hex(content),
    address: hex(sha256(served)),
    length: served.length,
    size: plain.length,
    open: key ? [{ for: 'board', epoch: 2, wrap }] : 'public',
  }
  return {
    value,
    salt: hex(salt),
    plain: hex(plain),
    packed: packed.toString('base64'),
    key: key ? hex(key) : null,
    iv: key ? hex(iv) : null,
    served: served.toString('base64'),
    ref,
  }
}

const lines = [
  {
    payee: 'A1B2C3D4',
    name: '巴特尔',
    nameMn: 'ᠪᠠᠭᠠᠲᠤᠷ',
    pinyin: 'ba te er',
    group: '一组',
    parts: [
      {
        what: '禁牧',
        quantity: '3153.44',
        unit: '亩',
        rate: '11.9235',
        rateUnit: '元/亩',
        amountFen: 3760004,
      },
      {
        what: '草畜平衡',
        quantity: '100',
        unit: '亩',
        rate: '3.9745',
        rateUnit: '元/亩',
        amountFen: 39745,
      },
    ],
    amountFen: 3799749,
    status: 'paid',
  },
  {
    payee: '00000001',
    name: '单雄信',
    pinyin: 'shan xiong xin|dan xiong xin',
    parts: [{ what: '低保', times: '3', amountFen: 180000 }],
    amountFen: 180000,
    status: 'returned',
    note: '账户有误，待重发',
  },
  { payee: 'ZZZZZZZZ', name: '王*', pinyin: 'wang', parts: [], amountFen: 0, status: 'planned' },
]
const listValue = {
  v: 1,
  notice: NOTICE,
  version: 1,
  part: 0,
  parts: 1,
  from: 0,
  lines: 3,
  payee: 'A1B2C3D400000001ZZZZZZZZ',
  name: '巴特尔\n单雄信\n王*',
  nameMn: 'ᠪᠠᠭᠠᠲᠤᠷ\n\n',
  pinyin: 'ba te er\nshan xiong xin|dan xiong xin\nwang',
  groups: ['一组'],
  group: [0, -1, -1],
  kinds: [
    ['禁牧', '亩', '11.9235', '元/亩'],
    ['草畜平衡', '亩', '3.9745', '元/亩'],
    ['低保', '', '', ''],
  ],
  partsOf: [2, 1, 0],
  partKind: [0, 1, 2],
  partQuantity: '3153.44\n100\n',
  partTimes: '\n\n3',
  partFen: [3760004, 39745, 180000],
  amountFen: [3799749, 180000, 0],
  status: [0, 1, 3],
  note: '\n账户有误，待重发\n',
}

const both = { zh: '2025年草原生态保护补助奖励', mn: 'ᠪᠡᠯᠴᠢᠭᠡᠷ' }
const headerValue = {
  v: 1,
  notice: NOTICE,
  version: 1,
  region: REGION,
  item: 'demo-item',
  attribute: 'proactive',
  title: both,
  text: { zh: '' },
  program: {
    code: 'demo',
    name: both,
    unit: '亩',
    rates: [{ what: '禁牧', year: 2025, rate: '11.9235', unit: '亩', rateUnit: '元/亩' }],
  },
  year: 2025,
  batch: null,
  rule: { zh: '按承包草原面积补助' },
  basis: ['示范文件'],
  office: { zh: '示范办公室' },
  phone: '0479-0000000',
  period: { number: 7, unit: 'day', source: '示范' },
  publishedOn: '2026-03-09',
  periodEndsOn: '2026-03-16',
  totals: {
    payees: 3,
    plannedFen: null,
    paidFen: 3979749,
    returnedFen: 180000,
    balanceFen: null,
    byPart: [{ what: '禁牧', unit: '亩', quantity: '3153.44', amountFen: 3760004 }],
    byGroup: [],
    others: null,
  },
  aggregate: null,
  reviewedBy: [{ role: 'sumuReviewer', name: '示范审核员', at: AT }],
  change: null,
  demo: true,
}

const header = object('header', headerValue, counting(16, 1), null)
const list = object('list', listValue, counting(16, 33), counting(32, 64), counting(12, 128))

// §1.3 Packs, version digest, shelf, manifest
const packBytes = Buffer.concat([header, list].map(({ served }) => Buffer.from(served, 'base64')))
const pack = {
  bytes: packBytes.toString('base64'),
  address: hex(sha256(packBytes)),
  length: packBytes.length,
}
const packRef = { address: pack.address, length: pack.length }
const contents = [header.ref.content, list.ref.content]
const digest = hex(
  sha256(`sambar/version/v1\n${NOTICE}\n1\n${contents.map((content) => `${content}\n`).join('')}`),
)
const version = { notice: NOTICE, version: 1, contents, digest }
const shelfValue = {
  v: 1,
  key: 'payments-2025',
  notices: [
    {
      id: NOTICE,
      kind: 'disbursement',
      item: 'demo-item',
      program: 'demo',
      year: 2025,
      batch: null,
      title: both,
      version: 1,
      digest,
      chain: [],
      state: 'published',
      publishedAt: AT,
      publishedOn: '2026-03-09',
      periodEndsOn: '2026-03-16',
      change: null,
      withdrawal: null,
      totals: headerValue.totals,
      objects: [header.ref, list.ref],
      pack: packRef,
    },
  ],
}
const shelf = object('shelf', shelfValue, counting(16, 65), null)
const manifestValue = {
  v: 1,
  region: REGION,
  seq: 0,
  at: AT,
  name: { zh: '示范嘎查' },
  names: 'boardKey',
  archive: 'asNames',
  epoch: 2,
  demo: true,
  shelves: [
    {
      key: 'payments-2025',
      kind: 'payments',
      year: 2025,
      notices: 1,
      object: shelf.ref,
      pack: packRef,
    },
  ],
}
const manifestText = canonical(manifestValue)
const manifest = { value: manifestValue, text: manifestText, hash: hex(sha256(manifestText)) }

// §1.4 Entry, tree, checkpoint, key list
const leafOf = (bytes) => sha256(Buffer.of(0), bytes)
const nodeOf = (left, right) => sha256(Buffer.of(1), left, right)
const split = (n) => 2 ** Math.ceil(Math.log2(n) - 1)
function mth(leaves) {
  if (leaves.length === 1) return leaves[0]
  const k = split(leaves.length)
  return nodeOf(mth(leaves.slice(0, k)), mth(leaves.slice(k)))
}
function path(index, leaves) {
  if (leaves.length === 1) return []
  const k = split(leaves.length)
  return index < k
    ? [...path(index, leaves.slice(0, k)), mth(leaves.slice(k))]
    : [...path(index - k, leaves.slice(k)), mth(leaves.slice(0, k))]
}
function subproof(m, leaves, whole) {
  if (m === leaves.length) return whole ? [] : [mth(leaves)]
  const k = split(leaves.length)
  return m <= k
    ? [...subproof(m, leaves.slice(0, k), whole), mth(leaves.slice(k))]
    : [...subproof(m - k, leaves.slice(k), false), mth(leaves.slice(0, k))]
}

const entryText = `sambar/entry/v1\n${REGION}\n0\n-\n${manifest.hash}\n${AT}\n`
const entryValue = { region: REGION, seq: 0, previous: null, manifest: manifest.hash, at: AT }
const entry = { value: entryValue, text: entryText, leaf: hex(leafOf(Buffer.from(entryText))) }

const INDEX = 4
const texts = ['', 'a', '巴特尔', 'sambar\n', entryText, 'x'.repeat(300), '7']
const leaves = texts.map((text) => leafOf(Buffer.from(text)))
const tree = {
  entries: texts,
  roots: leaves.map((_, i) => hex(mth(leaves.slice(0, i + 1)))),
  inclusion: { index: INDEX, size: leaves.length, proof: path(INDEX, leaves).map(hex) },
  consistency: { from: 3, to: leaves.length, proof: subproof(3, leaves, true).map(hex) },
  bundle: Buffer.concat(
    texts.flatMap((text) => {
      const bytes = Buffer.from(text)
      return [Buffer.of(bytes.length >> 8, bytes.length & 255), bytes]
    }),
  ).toString('base64'),
  tilePath: { level: 1, index: 1234067, width: 17, path: '1/x001/x234/067.p/17' },
}

const ORIGIN = 'sambar.example/152529'
const PKCS8 = fromHex('302e020100300506032b657004220420')
function signer(name, type, seed) {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32)
  const material = Buffer.concat([Buffer.of(type), publicKey])
  const id = sha256(`${name}\n`, material).subarray(0, 4)
  const vkey = `${name}+${hex(id)}+${material.toString('base64')}`
  const line = (bytes) => `— ${name} ${Buffer.concat([id, bytes]).toString('base64')}\n`
  return {
    name,
    seed: hex(seed),
    publicKey,
    vkey,
    line,
    sign: (text) => signWith(null, Buffer.from(text), key),
  }
}
const log = signer(ORIGIN, 1, counting(32, 10))
const time = signer(`${ORIGIN}/time`, 4, counting(32, 50))
const root = signer(`${ORIGIN}/root`, 1, counting(32, 90))
const named = ({ name, seed, vkey }) => ({ name, seed, vkey })

function cosignature(text) {
  const stamp = Buffer.alloc(8)
  stamp.writeBigUInt64BE(BigInt(TIME))
  return Buffer.concat([stamp, time.sign(`cosignature/v1\ntime ${TIME}\n${text}`)])
}
const checkpointText = `${ORIGIN}\n${leaves.length}\n${mth(leaves).toString('base64')}\n`
const checkpoint = {
  origin: ORIGIN,
  size: leaves.length,
  root: hex(mth(leaves)),
  time: TIME,
  log: named(log),
  timeKey: named(time),
  text: checkpointText,
  note: `${checkpointText}\n${log.line(log.sign(checkpointText))}${time.line(cosignature(checkpointText))}`,
}

const keyListText = [
  'sambar/keys/v1',
  ORIGIN,
  '1',
  AT,
  `root ${root.vkey}`,
  `log ${log.vkey} 0`,
  `time ${time.vkey}`,
  'quorum 0',
]
  .map((line) => `${line}\n`)
  .join('')
const fingerprint = sha256(root.publicKey).subarray(0, 16)
const keyList = {
  value: {
    origin: ORIGIN,
    version: 1,
    at: AT,
    root: root.vkey,
    log: [{ vkey: log.vkey, from: 0, until: null }],
    time: [time.vkey],
    witnesses: [],
    quorum: 0,
  },
  rootKey: named(root),
  fingerprint: hex(fingerprint),
  text: keyListText,
  note: `${keyListText}\n${root.line(root.sign(keyListText))}`,
}

// §1.5 Head
const head = {
  v: 1,
  manifest: manifestText,
  entry: entryText,
  index: INDEX,
  proof: path(INDEX, leaves).map((hash) => hash.toString('base64')),
  checkpoint: checkpoint.note,
}

// §1.6 Link and code
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
function crockford(bytes, characters) {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return Array.from({ length: characters }, (_, i) =>
    ALPHABET.charAt(parseInt(bits.slice(i * 5, i * 5 + 5).padEnd(5, '0'), 2)),
  ).join('')
}
const link = {
  origin: 'https://sambar.example.cn',
  region: REGION,
  epoch: 2,
  key: hex(boardKey),
  root: hex(fingerprint),
  text: `https://sambar.example.cn/b#${REGION}.2.${boardKey.toString('base64url')}.${fingerprint.toString('base64url')}`,
}

// §1.8 Paper
const sheet = {
  origin: 'https://sambar.example.cn',
  region: REGION,
  notice: NOTICE,
  version: version.version,
  digest: version.digest,
  text: `https://sambar.example.cn/s/${REGION}/${NOTICE}/${version.version}/${version.digest}`,
}
const mark = {
  origin: 'https://sambar.example.cn',
  region: REGION,
  seq: manifest.value.seq,
  manifest: manifest.hash,
  text: `https://sambar.example.cn/x/${REGION}/${manifest.value.seq}/${manifest.hash}`,
}
const check = crockford(sha256(`sambar/code/v1\n${REGION}\n2\n`, boardKey), 2)
const code = {
  region: REGION,
  epoch: 2,
  key: hex(boardKey),
  text: (crockford(boardKey, 26) + check).match(/.{4}/g).join(' '),
}

const json = {
  written: [
    { value: { b: 1, a: [true, null, 'x'], A: {} }, text: '{"A":{},"a":[true,null,"x"],"b":1}' },
    { value: { '€': 1, '\r': 2, דּ: 3, 1: 4, '😀': 5 }, text: '{"\\r":2,"1":4,"€":1,"😀":5,"דּ":3}' },
    { value: ['\u000f\n"\\/', 'ᠮᠣᠩᠭᠣᠯ\u202f\u180e', 9007199254740991, -1, 0], text: '' },
  ].map(({ value }) => ({ value, text: canonical(value) })),
  refused: [
    '{"b":1,"a":2}',
    '{"a":1,"a":1}',
    '{"a":1.0}',
    '{"a":-0}',
    '{"a":1e21}',
    '{"a":9007199254740993}',
    '{"a": 1}',
    '{"a":"\\ud800"}',
    '{"a":"\\u5df4"}',
    '{"__proto__":1}',
    '{"a":1}\n',
    '',
  ],
}

// Packed bytes that a reader must not take for an object of 1000 bytes
const zeros = gzipSync(Buffer.alloc(1000))
const claiming = (bytes, size) => {
  const lie = Buffer.from(bytes)
  lie.writeUInt32LE(size, lie.length - 4)
  return lie
}
const unpack = {
  size: 1000,
  packed: zeros.toString('base64'),
  refused: [
    Buffer.alloc(0),
    Buffer.alloc(1000),
    gzipSync(Buffer.alloc(999)),
    gzipSync(Buffer.alloc(1001)),
    claiming(gzipSync(Buffer.alloc(999)), 1000),
    claiming(gzipSync(Buffer.alloc(1001)), 1000),
    claiming(gzipSync(Buffer.alloc(3_000_000)), 1000),
    claiming(zeros.subarray(0, 20), 1000),
    Buffer.concat([Buffer.of(zeros[0] ^ 1), zeros.subarray(1)]),
  ].map((bytes) => bytes.toString('base64')),
}

// §1.7 Devices
const lent = { sha256, counting, canonical, crockford, log, link, fingerprint, at: AT }
const { deviceCode, pin, orders, heartbeat } = makeDevices(lent)

// §1.9, §1.10 Desks, objections
const desks = makeDesks({ ...lent, gcm, boardKey })

const vectors = {
  about:
    'Fixed inputs and answers for the formats of ARCHITECTURE.md §1; made by make.mjs, never by the product.',
  json,
  unpack,
  keys,
  header,
  list: { ...list, lines },
  shelf,
  pack,
  version,
  manifest,
  entry,
  tree,
  checkpoint,
  keyList,
  head,
  link,
  code,
  sheet,
  mark,
  deviceCode,
  pin,
  orders,
  heartbeat,
  ...desks,
}
writeFileSync(new URL('./formats.json', import.meta.url), `${JSON.stringify(vectors, null, 1)}\n`)
