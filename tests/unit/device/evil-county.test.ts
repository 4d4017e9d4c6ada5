import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Hash } from '#domain/board/board-state.ts'
import type { ChangedThing, NoticeId } from '#domain/notice/notice.ts'
import type { SyncOutcome } from '#device/api.ts'
import { hex } from '#protocol/encoding.ts'
import { portalPage, serveBytes, serveText } from '#tests/support/county-answers.ts'
import { households } from '#tests/support/households.ts'
import { COUNTY, OTHER_VILLAGE, TestCounty, VILLAGE } from '#tests/support/test-county.ts'
import { newDisk, startPhone, stopPhone, type Disk, type Phone } from '#tests/support/phone.ts'

let county: TestCounty
let disk: Disk
let phone: Phone
let first: NoticeId

beforeEach(async () => {
  county = await TestCounty.create()
  await county.document({ v: 1, name: 'catalog', value: [] })
  await county.publish(COUNTY)
  first = await county.payments(VILLAGE, { households: households(30) })
  await county.publish(VILLAGE)
  disk = newDisk()
  phone = startPhone(disk, county.fetch)
  await phone.device.openLink(await county.link(VILLAGE))
})
afterEach(() => stopPhone(phone))

const sync = async (): Promise<SyncOutcome | undefined> =>
  (await phone.device.sync(VILLAGE)).find(({ region }) => region === VILLAGE)

/** The last good board is still what is shown. */
async function expectFirstBoard(): Promise<void> {
  expect((await phone.device.boards())[0]).toMatchObject({ seq: 0, notices: 1 })
  expect((await phone.device.notices(VILLAGE)).map(({ id }) => id)).toEqual([first])
  expect(await phone.device.listLines(VILLAGE, first, {}, 0, 100)).toHaveLength(30)
}

async function heldAndNext(): Promise<void> {
  expect(await sync()).toMatchObject({ kind: 'fresh', seq: 0 })
  await county.payments(VILLAGE, { year: 2024, households: households(10) })
  await county.publish(VILLAGE)
}

const flip = (bytes: Uint8Array, at = Math.floor(bytes.length / 2)): Uint8Array =>
  bytes.map((byte, i) => (i === at ? byte ^ 1 : byte))

describe('what a device is told must hold', () => {
  test('one changed byte in an object is refused, whatever object it is', async () => {
    await heldAndNext()
    county.answer = async (path, given) =>
      /\/(objects|packs)\//.test(path)
        ? serveBytes(flip(new Uint8Array(await given.arrayBuffer())))
        : given
    expect(await sync()).toMatchObject({ kind: 'alarm', code: 'content' })
    await expectFirstBoard()
    // The shelf comes through, what hangs on it does not.
    const hanging = [...county.board(VILLAGE).shelves.values()].flat()
    const refs = hanging.flatMap(({ objects }) => objects.map(({ address }) => address))
    county.answer = async (path, given) =>
      path.includes('/packs/') || refs.some((address) => path.endsWith(address))
        ? serveBytes(flip(new Uint8Array(await given.arrayBuffer()), 20))
        : given
    expect(await sync()).toMatchObject({ kind: 'alarm', code: 'content' })
    await expectFirstBoard()
    county.answer = null
    expect(await sync()).toMatchObject({ kind: 'fresh', seq: 1, changed: true })
    expect(await phone.device.evidence()).toHaveLength(2)
  })

  test('a pack rests no trust: a false one is healed by its objects', async () => {
    await heldAndNext()
    county.answer = async (path, given) =>
      path.includes('/packs/')
        ? serveBytes(flip(new Uint8Array(await given.arrayBuffer()), 20))
        : given
    expect(await sync()).toMatchObject({ kind: 'fresh', seq: 1 })
    expect(await phone.device.evidence()).toEqual([])
  })

  test('a line that garbles once is asked again and does no harm', async () => {
    await heldAndNext()
    let garbled = 0
    county.answer = async (path, given) =>
      path.includes('/packs/') && garbled++ === 0
        ? serveBytes(flip(new Uint8Array(await given.arrayBuffer())))
        : given
    expect(await sync()).toMatchObject({ kind: 'fresh', seq: 1 })
    expect(await phone.device.evidence()).toEqual([])
  })

  test.each(['manifest', 'entry', 'index', 'proof', 'checkpoint'] as const)(
    'a head with a changed %s is refused',
    async (part) => {
      await heldAndNext()
      county.answer = async (path, given) => {
        if (!path.includes(`/boards/${VILLAGE}`)) return given
        const head = await given.json()
        if (part === 'manifest') head.manifest = head.manifest.replace('示范', '真正')
        if (part === 'entry') head.entry = head.entry.replace('\n1\n', '\n2\n')
        if (part === 'index') head.index -= 1
        if (part === 'proof') head.proof[0] = head.proof[0].replace(/^./, 'x')
        if (part === 'checkpoint') head.checkpoint = head.checkpoint.replace('\n3\n', '\n4\n')
        return serveText(JSON.stringify(head))
      }
      expect(await sync()).toMatchObject({ kind: 'alarm' })
      await expectFirstBoard()
      const [evidence] = await phone.device.evidence()
      expect(evidence?.got['entry']).toContain('sambar/entry/v1')
      expect(evidence?.held['entry']).toContain('sambar/entry/v1')
    },
  )

  test('an older head of this board is stale, no alarm', async () => {
    const old = await (await county.fetch(`/api/v1/boards/${VILLAGE}`)).text()
    await heldAndNext()
    expect(await sync()).toMatchObject({ kind: 'fresh', seq: 1 })
    county.answer = (path, given) => (path.includes(`/boards/${VILLAGE}`) ? serveText(old) : given)
    expect(await sync()).toEqual({ kind: 'stale', region: VILLAGE })
    expect((await phone.device.boards())[0]?.seq).toBe(1)
  })

  test('an older checkpoint that the log grew out of is stale, no alarm', async () => {
    const old = await county.checkpoint()
    await heldAndNext()
    expect(await sync()).toMatchObject({ kind: 'fresh', seq: 1 })
    county.answer = (path, given) => (path.endsWith('/checkpoint') ? serveText(old) : given)
    expect(await sync()).toEqual({ kind: 'stale', region: VILLAGE })
  })

  test('a county restored to yesterday is stale until it contradicts itself, and then an alarm', async () => {
    const leaves = [...county.leaves]
    const board = { ...county.board(VILLAGE), shelves: new Map(county.board(VILLAGE).shelves) }
    await heldAndNext()
    expect(await sync()).toMatchObject({ kind: 'fresh', seq: 1 })
    // The backup is a day old: what was published since is forgotten, and told otherwise.
    county.leaves.splice(0, county.leaves.length, ...leaves)
    Object.assign(county.board(VILLAGE), board)
    expect(await sync()).toEqual({ kind: 'stale', region: VILLAGE })
    await county.payments(VILLAGE, { year: 2023, households: households(3) })
    await county.publish(VILLAGE)
    expect(await sync()).toMatchObject({ kind: 'alarm', code: 'growth' })
    await county.payments(VILLAGE, { year: 2022, households: households(3) })
    await county.publish(VILLAGE)
    expect(await sync()).toMatchObject({ kind: 'alarm', code: 'growth' })
    expect((await phone.device.notices(VILLAGE)).map(({ year }) => year).sort()).toEqual([
      2024, 2025,
    ])
    const [evidence] = await phone.device.evidence()
    expect(evidence?.held['checkpoint']).toContain(county.origin)
    expect(evidence?.got['checkpoint']).toContain(county.origin)
  })

  test('the same seq with another content, both in the log, is an alarm', async () => {
    await sync()
    const { head } = county.board(VILLAGE)
    const board = county.board(VILLAGE)
    board.seq = -1
    board.leaf = null
    await county.payments(VILLAGE, { year: 2024, households: households(3) })
    await county.publish(VILLAGE)
    expect(county.board(VILLAGE).head?.entry).not.toBe(head?.entry)
    expect(await sync()).toMatchObject({ kind: 'alarm', code: 'seq' })
    await expectFirstBoard()
  })

  test('a next entry that does not follow the one held is an alarm', async () => {
    await sync()
    county.board(VILLAGE).leaf = 'ab'.repeat(32) as Hash
    await county.payments(VILLAGE, { year: 2024, households: households(3) })
    await county.publish(VILLAGE)
    expect(await sync()).toMatchObject({ kind: 'alarm', code: 'seq' })
    await expectFirstBoard()
  })

  test('the head of another village does not pass for this one', async () => {
    await county.payments(OTHER_VILLAGE, { households: households(3) })
    await county.publish(OTHER_VILLAGE)
    await sync()
    county.answer = (path, given, init) =>
      path.includes(`/boards/${VILLAGE}`)
        ? county.fetch(`/api/v1/boards/${OTHER_VILLAGE}`, { ...init, headers: {} })
        : given
    // The lie calls the county itself, which must not lie again.
    const lie = county.answer
    county.answer = (path, given, init) =>
      path.includes(`/boards/${VILLAGE}`) ? lie(path, given, init) : given
    expect(await sync()).toMatchObject({ kind: 'alarm', code: 'entry' })
    await expectFirstBoard()
  })

  test('another county under the same address has another root', async () => {
    await sync()
    const other = await TestCounty.create({ seed: 99 })
    await other.document({ v: 1, name: 'catalog', value: [] })
    await other.publish(COUNTY)
    await other.payments(VILLAGE, { households: households(3) })
    await other.publish(VILLAGE)
    county.answer = (path, _given, init) => other.fetch(path, init)
    expect(await sync()).toMatchObject({ kind: 'alarm', code: 'root' })
    await expectFirstBoard()
    const second = startPhone(newDisk(), other.fetch)
    await second.device.openLink(await county.link(VILLAGE))
    expect(await second.device.sync(VILLAGE)).toMatchObject([
      { kind: 'alarm', code: 'root' },
      { kind: 'alarm', code: 'root' },
    ])
    stopPhone(second)
  })

  test('a new log key is believed when the root has signed it, and only then', async () => {
    await sync()
    await county.rotateLogKey()
    await county.payments(VILLAGE, { year: 2024, households: households(3) })
    await county.publish(VILLAGE)
    expect(await sync()).toMatchObject({ kind: 'fresh', seq: 1 })
    const thief = await TestCounty.create({ seed: 5 })
    county.log = thief.log
    await county.payments(VILLAGE, { year: 2023, households: households(3) })
    await county.publish(VILLAGE)
    expect(await sync()).toMatchObject({ kind: 'alarm', code: 'signature' })
  })

  test('a rotation that the county’s board announced needs no question', async () => {
    await sync()
    const next = (await TestCounty.create({ seed: 41, origin: county.origin })).log
    const from = county.leaves.length + 2
    await county.signKeys({
      ...county.keyList,
      version: 2,
      log: [
        { vkey: next.vkey, from, until: null },
        { vkey: county.log.vkey, from: 0, until: from },
      ],
    })
    await county.document({ v: 1, name: 'keyList', value: county.keyListText })
    await county.publish(COUNTY)
    expect(await sync()).toMatchObject({ kind: 'fresh' })
    county.log = next
    await county.publish(VILLAGE)
    county.requests.length = 0
    expect(await sync()).toMatchObject({ kind: 'fresh', seq: 1 })
    expect(county.requests.map(({ path }) => path)).not.toContain('/api/v1/log')
  })

  test('a key list that went back is refused', async () => {
    await sync()
    const old = { list: county.keyList, text: county.keyListText }
    await county.rotateLogKey()
    await county.publish(VILLAGE)
    expect(await sync()).toMatchObject({ kind: 'fresh' })
    county.keyList = old.list
    county.keyListText = old.text
    county.log = (await TestCounty.create()).log
    await county.publish(VILLAGE)
    expect(await sync()).toMatchObject({ kind: 'alarm', code: 'keyList' })
  })

  test.each<[string, (id: NoticeId) => void | Promise<unknown>]>([
    ['vanished', (id) => county.remove(VILLAGE, id)],
    ['was changed in silence', (id) => county.edit(VILLAGE, id, { title: { zh: '别的' } })],
    [
      'was corrected without a reason',
      (id) =>
        county.payments(VILLAGE, {
          id,
          households: households(29),
          change: { what: ['payee'], why: '' },
        }),
    ],
    [
      'was withdrawn without a reason',
      (id) => county.edit(VILLAGE, id, { state: 'withdrawn', withdrawal: null }),
    ],
    ['lost its earlier versions', (id) => county.edit(VILLAGE, id, { version: 3, chain: [] })],
  ])('a notice that %s is an alarm', async (_what, change) => {
    await sync()
    await change(first)
    await county.publish(VILLAGE)
    const outcome = await sync()
    expect(outcome).toMatchObject({ kind: 'alarm' })
    expect(['unlawful', 'content']).toContain(outcome?.kind === 'alarm' ? outcome.code : '')
    await expectFirstBoard()
  })

  test('a correction that names what it changed is shown, with the version before in the chain', async () => {
    await sync()
    county.now = () => Date.parse('2026-03-10T01:12:00Z')
    await county.payments(VILLAGE, {
      id: first,
      households: households(29),
      change: { what: ['payee'], why: '重复' },
    })
    await county.publish(VILLAGE)
    expect(await sync()).toMatchObject({ kind: 'fresh', seq: 1 })
    const [notice] = await phone.device.notices(VILLAGE)
    expect(notice).toMatchObject({ version: 2, change: { what: ['payee'], why: '重复' } })
    expect(notice?.chain).toHaveLength(1)
    expect(await phone.device.listLines(VILLAGE, first, {}, 0, 100)).toHaveLength(29)
    expect(await phone.device.person(VILLAGE, households(30)[29]!.payee as never)).toBeNull()
  })

  test('a withdrawn notice keeps its place and loses its names', async () => {
    await sync()
    county.withdraw(VILLAGE, first)
    await county.publish(VILLAGE)
    expect(await sync()).toMatchObject({ kind: 'fresh', seq: 1 })
    expect((await phone.device.notices(VILLAGE))[0]).toMatchObject({
      state: 'withdrawn',
      withdrawal: { why: '有误' },
    })
    expect(await phone.device.listLines(VILLAGE, first, {}, 0, 10)).toEqual([])
    expect(await phone.device.search(VILLAGE, '巴特尔')).toEqual([])
  })

  test('a kind of change that this app does not know asks for an update, no alarm', async () => {
    await sync()
    await county.payments(VILLAGE, {
      id: first,
      households: households(29),
      change: { what: ['seasons' as ChangedThing], why: '新办法' },
    })
    await county.publish(VILLAGE)
    expect(await sync()).toEqual({ kind: 'updateTheApp', region: VILLAGE })
    await expectFirstBoard()
    expect(await phone.device.evidence()).toEqual([])
  })

  test('a key that is not this board’s opens nothing, and says so', async () => {
    const key = await county.key(OTHER_VILLAGE)
    const link = (await county.link(VILLAGE)).replace(/\.[\w-]{22}\.(?=[\w-]{22}$)/, () => {
      const text = Buffer.from(key).toString('base64url')
      return `.${text}.`
    })
    const other = startPhone(newDisk(), county.fetch)
    await other.device.openLink(link)
    expect((await other.device.sync(VILLAGE))[1]).toMatchObject({ kind: 'fresh' })
    expect((await other.device.boards())[0]).toMatchObject({ key: 'wrong', named: 'none' })
    expect(await other.device.listLines(VILLAGE, first, {}, 0, 10)).toEqual([])
    stopPhone(other)
    expect(hex(key)).not.toBe(hex(await county.key(VILLAGE)))
  })

  test('a board with a newer key says that the QR is to be scanned again', async () => {
    await sync()
    county.board(VILLAGE).epoch = 2
    await county.payments(VILLAGE, { year: 2024, households: households(5) })
    await county.publish(VILLAGE)
    expect(await sync()).toMatchObject({ kind: 'fresh', seq: 1 })
    expect((await phone.device.boards())[0]).toMatchObject({ key: 'old', named: 'key' })
    await phone.device.openLink(await county.link(VILLAGE))
    expect(await sync()).toMatchObject({ kind: 'fresh', changed: true })
    expect((await phone.device.boards())[0]).toMatchObject({ key: 'fits', named: 'key' })
  })

  test('an alarm is told even where there is no room for its evidence', async () => {
    await heldAndNext()
    county.answer = async (path, given) =>
      path.includes('/objects/')
        ? serveBytes(flip(new Uint8Array(await given.arrayBuffer())))
        : given
    phone.db.evidence.hook('creating', () => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    expect(await sync()).toMatchObject({ kind: 'alarm', code: 'content', evidence: 0 })
    await expectFirstBoard()
  })

  test('a board that nobody opened here is not fetched', async () => {
    expect(await phone.device.sync(OTHER_VILLAGE)).toMatchObject([
      { kind: 'fresh', region: COUNTY },
      { kind: 'noSuchBoard', region: OTHER_VILLAGE },
    ])
    expect(county.requests.some(({ path }) => path.includes(OTHER_VILLAGE))).toBe(false)
  })

  test('a portal’s page in the place of an answer changes nothing and is no alarm', async () => {
    await heldAndNext()
    county.answer = () => portalPage()
    expect(await sync()).toEqual({ kind: 'captivePortal', region: VILLAGE })
    county.answer = (path, given) => (path.includes('/packs/') ? portalPage() : given)
    expect(await sync()).toEqual({ kind: 'captivePortal', region: VILLAGE })
    await expectFirstBoard()
  })
})
