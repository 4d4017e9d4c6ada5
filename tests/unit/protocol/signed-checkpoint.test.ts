import { expect, test } from 'vitest'
import { verifyCheckpoint } from '#protocol/signed-checkpoint.ts'
import { VerificationError } from '#transparency/verification-error.ts'
import { ed25519Signer } from '#transparency/signer.ts'
import { logSigner, seed, timeSigner, witnessSigner } from '../transparency/keys.ts'
import { bytes, coded } from './samples.ts'
import { keyList, ORIGIN, signedCheckpoint, TIME } from './small-log.ts'

const TREE = { size: 17, root: bytes(32) }

test('a checkpoint of the log and the time key holds, and tells its time', async () => {
  const note = await signedCheckpoint(TREE)
  expect(await verifyCheckpoint(note, await keyList())).toEqual({
    ...TREE,
    origin: ORIGIN,
    extensions: [],
    time: TIME,
    log: (await logSigner()).vkey,
    witnesses: [],
    quorum: true,
  })
})

test('witnesses are counted, never required', async () => {
  const keys = await keyList({ quorum: 1 })
  const alone = await verifyCheckpoint(await signedCheckpoint(TREE), keys)
  expect(alone).toMatchObject({ witnesses: [], quorum: false })
  const witness = await witnessSigner()
  const signers = [await logSigner(), await timeSigner(), witness]
  const seen = await verifyCheckpoint(await signedCheckpoint(TREE, signers), keys)
  expect(seen).toMatchObject({ witnesses: [{ vkey: witness.vkey, time: TIME }], quorum: true })
})

test('one witness under two names counts once', async () => {
  const [one, two] = [await witnessSigner(), await ed25519Signer(seed(4), 'w2', 'cosignature')]
  const keys = await keyList({ witnesses: [one.vkey, two.vkey], quorum: 2 })
  const signers = [await logSigner(), await timeSigner(), one, two]
  const seen = await verifyCheckpoint(await signedCheckpoint(TREE, signers), keys)
  expect(seen.witnesses).toHaveLength(1)
  expect(seen.quorum).toBe(false)
})

test('a checkpoint with any one character changed is refused', async () => {
  const note = await signedCheckpoint(TREE)
  const keys = await keyList()
  for (let at = 0; at < note.length; at++) {
    const other = note[at] === 'A' ? 'B' : 'A'
    const bent = note.slice(0, at) + other + note.slice(at + 1)
    await expect(verifyCheckpoint(bent, keys)).rejects.toThrow(VerificationError)
  }
})

test.each([
  ['the time key', 'log', async () => [await timeSigner()]],
  ['the log key', 'time', async () => [await logSigner()]],
  [
    'a stranger and the time key',
    'log',
    async () => [await ed25519Signer(seed(9), ORIGIN, 'note'), await timeSigner()],
  ],
] as const)('signed by %s alone it lacks the %s', async (_, by, signers) => {
  const note = await signedCheckpoint(TREE, await signers())
  await expect(verifyCheckpoint(note, await keyList())).rejects.toEqual(
    coded('SIGNATURE_MISSING', { by, size: 17 }),
  )
})

test('signed by nobody we know it is refused', async () => {
  const note = await signedCheckpoint(TREE, [await ed25519Signer(seed(9), ORIGIN, 'note')])
  await expect(verifyCheckpoint(note, await keyList())).rejects.toEqual(coded('SIGNATURE_MISSING'))
})

test('a log key counts for its sizes only', async () => {
  const [old, next] = [await logSigner(), await ed25519Signer(seed(8), ORIGIN, 'note')]
  const keys = await keyList({
    log: [
      { vkey: old.vkey, from: 0, until: 17 },
      { vkey: next.vkey, from: 17, until: null },
    ],
  })
  const time = await timeSigner()
  const at = async (size: number, signer: typeof old) =>
    verifyCheckpoint(await signedCheckpoint({ ...TREE, size }, [signer, time]), keys)
  expect((await at(16, old)).log).toBe(old.vkey)
  expect((await at(17, next)).log).toBe(next.vkey)
  const missing = coded('SIGNATURE_MISSING', { by: 'log' })
  await expect(at(17, old)).rejects.toEqual(missing)
  await expect(at(16, next)).rejects.toEqual(missing)
})

test('another log is refused before its signatures are looked at', async () => {
  const note = await signedCheckpoint(TREE, undefined, 'elsewhere.example')
  await expect(verifyCheckpoint(note, await keyList())).rejects.toEqual(coded('ORIGIN_WRONG'))
})

test('a flipped size or root is refused', async () => {
  const note = await signedCheckpoint(TREE)
  const keys = await keyList()
  const wrong = coded('SIGNATURE_WRONG')
  await expect(verifyCheckpoint(note.replace('\n17\n', '\n18\n'), keys)).rejects.toEqual(wrong)
  await expect(verifyCheckpoint(note.replace('AAECAw', 'AAECBw'), keys)).rejects.toEqual(wrong)
})
