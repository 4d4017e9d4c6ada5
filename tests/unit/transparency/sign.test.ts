import fc from 'fast-check'
import { expect, test } from 'vitest'
import { base64, concat } from '#protocol/encoding.ts'
import { parseNote } from '#transparency/note.ts'
import { cosignText, signNote, signText, verifyNote } from '#transparency/sign.ts'
import { ed25519Signer } from '#transparency/signer.ts'
import { keyIdBytes, parseVkey } from '#transparency/vkey.ts'
import { coded, logSigner, ORIGIN, seed, timeSigner, witnessSigner } from './keys.ts'

const TEXT = `${ORIGIN}\n1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n`
const TIME = 1_773_018_720

const keys = async () => {
  const signers = await Promise.all([logSigner(), timeSigner(), witnessSigner()])
  return { signers, vkeys: await Promise.all(signers.map(({ vkey }) => parseVkey(vkey))) }
}

/** The key and the note that the Go note package is documented with. */
test('a note signed by another implementation holds', async () => {
  const vkey = await parseVkey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')
  const note = parseNote(
    'If you think cryptography is the answer to your problem,\nthen you don’t know what your problem is.\n\n'.replace(
      '’',
      "'",
    ) +
      '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
  )
  const [signature] = await verifyNote(note, [vkey])
  expect(signature).toEqual({ vkey, time: null })
})

test('log, time and witness sign one checkpoint, each in its way', async () => {
  const { signers, vkeys } = await keys()
  const note = parseNote(await signNote(TEXT, signers, TIME))
  expect(note.signatures.map(({ signature }) => signature.length)).toEqual([64, 72, 72])
  expect(await verifyNote(note, vkeys)).toEqual([
    { vkey: vkeys[0], time: null },
    { vkey: vkeys[1], time: TIME },
    { vkey: vkeys[2], time: TIME },
  ])
})

test('a flipped byte anywhere in the text or in a signature that counts refuses the note', async () => {
  const { signers, vkeys } = await keys()
  const note = parseNote(await signNote(TEXT, signers, TIME))
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 2 }), fc.nat(), async (which, at) => {
      const signatures = note.signatures.map((line, i) =>
        i === which
          ? {
              ...line,
              signature: line.signature.map((b, j) =>
                j === at % line.signature.length ? b ^ 1 : b,
              ),
            }
          : line,
      )
      await expect(verifyNote({ ...note, signatures }, vkeys)).rejects.toEqual(
        coded('SIGNATURE_WRONG'),
      )
      const text = TEXT.slice(0, at % 40) + '!' + TEXT.slice((at % 40) + 1)
      await expect(verifyNote({ ...note, text }, vkeys)).rejects.toEqual(coded('SIGNATURE_WRONG'))
    }),
    { numRuns: 40 },
  )
})

test('unknown keys are passed over, though they share a name or an ID with a known one', async () => {
  const { signers, vkeys } = await keys()
  const log = vkeys[0]!
  const stranger = await ed25519Signer(seed(9), ORIGIN, 'note')
  const bare = await signText(TEXT, signers[0]!)
  const note = { text: TEXT, signatures: [bare, await signText(TEXT, stranger)] }
  expect(await verifyNote(note, [log])).toHaveLength(1)
  const renamed = { ...bare, name: 'somebody.example' }
  expect(await verifyNote({ text: TEXT, signatures: [renamed, bare] }, [log])).toHaveLength(1)
  await expect(verifyNote({ text: TEXT, signatures: [renamed] }, [log])).rejects.toEqual(
    coded('SIGNATURE_MISSING'),
  )
})

test('a note that no known key signed is refused', async () => {
  const { signers, vkeys } = await keys()
  const note = parseNote(await signNote(TEXT, signers.slice(0, 1)))
  await expect(verifyNote(note, [])).rejects.toEqual(coded('SIGNATURE_MISSING'))
  await expect(verifyNote(note, vkeys.slice(1))).rejects.toEqual(coded('SIGNATURE_MISSING'))
})

test('a key that signs twice counts once, with the later time', async () => {
  const { signers, vkeys } = await keys()
  const time = signers[1]!
  const signatures = [await cosignText(TEXT, time, TIME + 5), await cosignText(TEXT, time, TIME)]
  expect(await verifyNote({ text: TEXT, signatures }, vkeys)).toEqual([
    { vkey: vkeys[1], time: TIME + 5 },
  ])
})

test('a time cannot be moved without its signature', async () => {
  const { signers, vkeys } = await keys()
  const line = await cosignText(TEXT, signers[1]!, TIME)
  const later = concat(new Uint8Array(7), Uint8Array.of(9), line.signature.subarray(8))
  const note = { text: TEXT, signatures: [{ ...line, signature: later }] }
  await expect(verifyNote(note, vkeys)).rejects.toEqual(coded('SIGNATURE_WRONG'))
})

test('a plain signature is none of a cosignature key, and the other way round', async () => {
  const { signers, vkeys } = await keys()
  const log = signers[0]!
  const time = signers[1]!
  const plain = (await signText(TEXT, log)).signature
  const bytes = new TextEncoder().encode(TEXT)
  const asTime = {
    name: time.name,
    keyId: vkeys[1]!.keyId,
    signature: concat(new Uint8Array(8), await time.sign(bytes)),
  }
  await expect(verifyNote({ text: TEXT, signatures: [asTime] }, vkeys)).rejects.toEqual(
    coded('SIGNATURE_WRONG'),
  )
  const asLog = {
    name: log.name,
    keyId: vkeys[0]!.keyId,
    signature: concat(new Uint8Array(8), plain),
  }
  await expect(verifyNote({ text: TEXT, signatures: [asLog] }, vkeys)).rejects.toEqual(
    coded('SIGNATURE_WRONG'),
  )
  await expect(signText(TEXT, time)).rejects.toThrow(TypeError)
  await expect(cosignText(TEXT, log, TIME)).rejects.toThrow(TypeError)
})

test.each([new Uint8Array(1), new Uint8Array(8), new Uint8Array(73), new Uint8Array(72).fill(255)])(
  'a cosignature of another form is refused: %s',
  async (signature) => {
    const { vkeys } = await keys()
    const line = { name: vkeys[1]!.name, keyId: vkeys[1]!.keyId, signature }
    await expect(verifyNote({ text: TEXT, signatures: [line] }, vkeys)).rejects.toEqual(
      coded('SIGNATURE_WRONG'),
    )
  },
)

test('times are whole seconds, and a seed has 32 bytes', async () => {
  const time = await timeSigner()
  for (const wrong of [-1, 1.5, 2 ** 53, NaN])
    await expect(cosignText(TEXT, time, wrong)).rejects.toThrow(RangeError)
  await expect(ed25519Signer(seed(1).subarray(1), 'a', 'note')).rejects.toThrow(TypeError)
})

test('a signature line is the key ID and the signature in base64', async () => {
  const log = await logSigner()
  const line = await signText(TEXT, log)
  const written = await signNote(TEXT, [log])
  expect(written).toBe(
    `${TEXT}\n— ${ORIGIN} ${base64(concat(keyIdBytes(line.keyId), line.signature))}\n`,
  )
})
