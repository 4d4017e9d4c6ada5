import { expect, test } from 'vitest'
import {
  formatKeyList,
  parseKeyList,
  verifyKeyList,
  verifyNewerKeys,
  type KeyList,
} from '#protocol/key-list.ts'
import { rootFingerprint } from '#protocol/link.ts'
import { ed25519Signer } from '#transparency/signer.ts'
import { parseVkey } from '#transparency/vkey.ts'
import { rootSigner, seed } from '../transparency/keys.ts'
import { bytes, coded } from './samples.ts'
import { keyList, ORIGIN, signedKeyList } from './small-log.ts'

const fingerprint = async () =>
  rootFingerprint((await parseVkey((await rootSigner()).vkey)).publicKey)

test('a key list reads back as it was written', async () => {
  const list = await keyList()
  const rotated: KeyList = {
    ...list,
    version: 2,
    log: [
      { vkey: list.log[0]!.vkey, from: 0, until: 17 },
      { vkey: list.log[0]!.vkey, from: 17, until: null },
    ],
    witnesses: [],
    quorum: 2,
  }
  for (const one of [list, rotated]) expect(parseKeyList(formatKeyList(one))).toEqual(one)
  expect(formatKeyList(rotated).split('\n').slice(0, 4)).toEqual([
    'sambar/keys/v1',
    ORIGIN,
    '2',
    '2026-03-09T01:12:00Z',
  ])
})

test('lines of tomorrow are passed over', async () => {
  const list = await keyList()
  expect(parseKeyList(`${formatKeyList(list)}mirror x y z\n`)).toEqual(list)
})

const bend = async (from: string | RegExp, to: string) =>
  formatKeyList(await keyList()).replace(from, to)

test.each<[string, string | RegExp, string]>([
  ['another form', 'v1', 'v2'],
  ['no origin', `${ORIGIN}\n`, '\n'],
  ['no version', '\n1\n', '\nx\n'],
  ['a version with a zero before it', '\n1\n', '\n01\n'],
  ['no instant', 'T01:12:00Z', ''],
  ['no root', /root .*\n/, ''],
  ['two roots', /(root .*\n)/, '$1$1'],
  ['no log key', /log .*\n/, ''],
  ['a log key without a size', / 0\n/, '\n'],
  ['a log key with too many sizes', / 0\n/, ' 0 1 2\n'],
  ['a log key from half a size', / 0\n/, ' 0.5\n'],
  ['no time key', /time .*\n/, ''],
  ['more behind a time key', /(time .*)\n/, '$1 x\n'],
  ['no quorum', /quorum 0\n/, ''],
  ['two quorums', /quorum 0\n/, 'quorum 0\nquorum 0\n'],
  ['an empty line', 'quorum', '\nquorum'],
  ['no last line feed', 'quorum 0\n', 'quorum 0'],
])('%s is refused', async (_, from, to) => {
  const text = await bend(from, to)
  expect(() => parseKeyList(text)).toThrow(coded('MALFORMED', { what: 'keyList' }))
})

test('the root that the link named vouches for the list', async () => {
  const list = await keyList()
  const root = await fingerprint()
  expect(await verifyKeyList(await signedKeyList(list), root)).toEqual({ keys: list, root })
})

test('without a root the list’s own is taken, and told, so that it can be pinned', async () => {
  const { root } = await verifyKeyList(await signedKeyList(await keyList()), null)
  expect(root).toEqual(await fingerprint())
})

test('another root is refused, however well it signs', async () => {
  const thief = await ed25519Signer(seed(66), `${ORIGIN}/root`, 'note')
  const list = await keyList({ root: thief.vkey })
  const note = await signedKeyList(list, thief)
  await expect(verifyKeyList(note, await fingerprint())).rejects.toEqual(coded('ROOT_WRONG'))
  await expect(verifyKeyList(note, bytes(16))).rejects.toEqual(coded('ROOT_WRONG'))
})

test('a list that its root did not sign is refused', async () => {
  const thief = await ed25519Signer(seed(66), `${ORIGIN}/root`, 'note')
  const note = await signedKeyList(await keyList(), thief)
  await expect(verifyKeyList(note, await fingerprint())).rejects.toEqual(coded('SIGNATURE_MISSING'))
})

test('a list with a changed line is refused', async () => {
  const note = (await signedKeyList(await keyList())).replace('quorum 0', 'quorum 1')
  await expect(verifyKeyList(note, await fingerprint())).rejects.toEqual(coded('SIGNATURE_WRONG'))
})

test('the root key of another log is refused', async () => {
  const list = await keyList({ origin: 'elsewhere.example' })
  await expect(verifyKeyList(await signedKeyList(list), null)).rejects.toEqual(
    coded('ORIGIN_WRONG'),
  )
})

test('a list never goes back, and one version never says two things', async () => {
  const [one, two] = [await keyList(), await keyList({ version: 2 })]
  verifyNewerKeys(one, two)
  verifyNewerKeys(one, one)
  expect(() => verifyNewerKeys(two, one)).toThrow(coded('KEY_LIST_WENT_BACK', { held: 2, got: 1 }))
  expect(() => verifyNewerKeys(one, { ...one, quorum: 1 })).toThrow(coded('KEY_LIST_FORKED'))
  expect(() => verifyNewerKeys(one, { ...two, origin: 'x' })).toThrow(coded('ORIGIN_WRONG'))
})
