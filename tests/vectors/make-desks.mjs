/** The formats of ARCHITECTURE.md §1.9 and §1.10 for make.mjs: like make-devices.mjs, it shares no line with src/. */
import { createHmac, createPublicKey, diffieHellman, hkdfSync } from 'node:crypto'
import { p256, signedOnce } from './make-devices.mjs'

const DESK = '00112233445566778899aabbccddee00'
const ID = '0123456789abcdef0123456789abcdef'
const ABOUT = 'fedcba9876543210fedcba9876543210'

export function makeDesks(lent) {
  const { sha256, counting, canonical, crockford, log, link, at } = lent
  const hashOf = (text) => sha256(text).toString('hex')

  const text = {
    item: 'cat-a2297dcb',
    attribute: 'proactive',
    attributeBasis: '',
    title: { zh: '第一季度财务收支', mn: 'ᠰᠠᠩᠬᠦᠦ' },
    text: { zh: '' },
    affair: {
      elements: [{ name: '各项收入', words: { zh: '草场租金\n补贴' } }],
      tables: [
        {
          of: '各项支出',
          heading: { zh: '支出' },
          columns: ['项目', '金额(元)'],
          rows: [['打井', '5000']],
          names: false,
        },
      ],
      pictures: [{ of: null, photo: hashOf('a photo'), caption: { zh: '新井' } }],
    },
    year: 2026,
    period: { number: 10, unit: 'day' },
    change: null,
  }
  const value = {
    v: 1,
    id: ID,
    desk: DESK,
    n: 7,
    rights: 2,
    at,
    about: ABOUT,
    after: null,
    instead: 'f'.repeat(32),
    what: { do: 'draft.save', region: link.region, base: null, text },
  }
  const body = canonical(value)
  const { key, spki } = p256(counting(32, 101))
  const { id, about, after, instead, what } = value
  const command = {
    desk: DESK,
    key: spki.toString('base64'),
    value,
    body,
    signature: signedOnce(`sambar/command/v1\n${DESK}\n${body}`, key, 'command'),
    hash: hashOf(canonical({ id, about, after, instead, what })),
    textHash: hashOf(canonical(text)),
  }

  const head = { id: ID, hash: command.hash, at }
  const receiptsValue = {
    origin: log.name,
    desk: DESK,
    receipts: [
      { ...head, is: 'applied', facts: { version: 1, state: 'draft' } },
      { ...head, id: ABOUT, is: 'refused', why: 'contentChanged', facts: {} },
      { ...head, id: DESK, is: 'quarantined' },
    ],
  }
  const receiptsText = ['sambar/receipts/v1', log.name, DESK, canonical(receiptsValue.receipts)]
    .map((line) => `${line}\n`)
    .join('')
  const noteOf = (signed) => `${signed}\n${log.line(log.sign(signed))}`
  const receipts = {
    value: receiptsValue,
    text: receiptsText,
    note: noteOf(receiptsText),
  }

  const ordersValue = {
    origin: log.name,
    device: DESK,
    version: 4,
    at,
    orders: {
      person: { id: 'a'.repeat(32), name: '示范嘎查达' },
      grants: [{ role: 'cadre', region: link.region }],
      rights: 2,
      boards: [{ region: link.region, link: link.text.slice(link.origin.length) }],
      revoked: false,
    },
  }
  const ordersText = ['sambar/desk/v1', log.name, DESK, '4', at, canonical(ordersValue.orders)]
    .map((line) => `${line}\n`)
    .join('')
  const deskOrders = { value: ordersValue, text: ordersText, note: noteOf(ordersText) }

  const random = counting(12, 150)
  const secret = crockford(random, 20).slice(0, 18)
  const letters = secret + crockford(sha256(`sambar/receipt-code/v1\n${secret}`), 2)
  const receiptCode = {
    random: random.toString('hex'),
    code: secret,
    text: letters.match(/.{4}/g).join(' '),
    mark: sha256(`sambar/receipt/v1\n${secret}`).subarray(0, 16).toString('hex'),
    answerKey: Buffer.from(hkdfSync('sha256', secret, 'sambar/answer/v1', '', 32)).toString('hex'),
    origin: link.origin,
    region: link.region,
    link: `${link.origin}/r#${letters}.${link.region}`,
  }
  const objection = makeObjection(lent, receiptCode)
  return { command, receipts, deskOrders, receiptCode, objection }
}

/** Canonical JSON with blanks up to whole kilobytes. */
function padded(text) {
  const bytes = Buffer.from(text)
  return Buffer.concat([bytes, Buffer.alloc((1024 - (bytes.length % 1024)) % 1024, ' ')])
}

function makeObjection({ canonical, counting, gcm, link, boardKey }, { mark, answerKey }) {
  const words = {
    v: 1,
    choices: ['quantity', 'amount'],
    words: '我家草场是 3253 亩。',
    line: 'A1B2C3D4',
    name: null,
    phone: '0479-0000000',
    answerKey: Buffer.from(answerKey, 'hex').toString('base64url'),
  }
  const township = `${link.region.slice(0, 9)}000`
  const to = { township, epoch: 1 }
  const place = { id: ID, region: link.region, mark }
  const office = p256(counting(32, 3))
  const once = p256(counting(32, 60))
  const iv = counting(12, 40)
  const point = once.spki.subarray(-65)
  const shared = diffieHellman({
    privateKey: once.key,
    publicKey: createPublicKey({ key: office.spki, format: 'der', type: 'spki' }),
  })
  const info = `${township}/${to.epoch}`
  const key = Buffer.from(hkdfSync('sha256', shared, 'sambar/objection/v1', info, 32))
  const aad = Buffer.concat([point, Buffer.from(ID + link.region + mark)])
  const sealed = Buffer.concat([point, iv, gcm(key, iv, aad, padded(canonical(words)))])

  const presenceKey = Buffer.from(
    hkdfSync('sha256', boardKey, 'sambar/presence/v1', `${link.region}/2`, 32),
  )
  const hmac = (text) => createHmac('sha256', presenceKey).update(text).digest('hex')
  const print = hmac(`sambar/print/v1\n${ABOUT}\nA1B2C3D4\namount,quantity\n我家草场是3253亩`)
  const unproven = {
    v: 1,
    id: ID,
    region: link.region,
    notice: ABOUT,
    kind: 'objection',
    mark,
    to,
    presence: { epoch: 2, print, proof: '' },
    sealed: sealed.toString('base64url'),
  }
  const proof = hmac(`sambar/proof/v1\n${canonical(unproven)}`)
  const value = { ...unproven, presence: { epoch: 2, print, proof } }

  const answer = { words: '已核实，下期更正。', step: 2, iv: counting(12, 77).toString('hex') }
  const answerIv = counting(12, 77)
  const answerAad = Buffer.from(`sambar/answer/v1\n${mark}\n${answer.step}`)
  const text = padded(canonical({ words: answer.words }))
  const answerBytes = gcm(Buffer.from(answerKey, 'hex'), answerIv, answerAad, text)
  return {
    words,
    place,
    to,
    office: { jwk: office.key.export({ format: 'jwk' }), spki: office.spki.toString('base64') },
    once: once.key.export({ format: 'jwk' }),
    iv: iv.toString('hex'),
    presenceKey: presenceKey.toString('hex'),
    value,
    body: canonical(value),
    answer: { ...answer, sealed: Buffer.concat([answerIv, answerBytes]).toString('base64url') },
  }
}
