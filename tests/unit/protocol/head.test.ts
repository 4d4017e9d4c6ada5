import { expect, test } from 'vitest'
import type { RegionCode } from '#domain/region/region.ts'
import { entryLeafHash, parseEntry } from '#protocol/entry.ts'
import { parseHead, verifyHead } from '#protocol/head.ts'
import { manifestHash } from '#protocol/manifest.ts'
import type { Head } from '#protocol/shapes.ts'
import { VerificationError } from '#transparency/verification-error.ts'
import { coded, hashOfDigit, manifest, REGION } from './samples.ts'
import { smallLog } from './small-log.ts'

test('a head reads back as it was sent, keys of tomorrow aside', async () => {
  const { head } = await smallLog()
  expect(parseHead(JSON.parse(JSON.stringify({ ...head, weather: 1 })))).toEqual(head)
})

test('a head whose parts belong together holds', async () => {
  const { head, tree } = await smallLog()
  expect(await verifyHead(REGION, head, tree)).toEqual({
    manifest: manifest(),
    manifestHash: await manifestHash(head.manifest),
    entry: parseEntry(head.entry),
    leaf: await entryLeafHash(head.entry),
  })
})

test('so does the first head of a log that has no other leaf', async () => {
  const first = { entry: { seq: 0, previous: null }, manifest: { seq: 0 }, others: 0 }
  const { head, tree } = await smallLog(first)
  expect(head.proof).toEqual([])
  await verifyHead(REGION, head, tree)
})

test('a head for another board is refused', async () => {
  const { head, tree } = await smallLog()
  await expect(verifyHead('152529900202' as RegionCode, head, tree)).rejects.toEqual(
    coded('REGION_WRONG'),
  )
})

test('an entry, index, proof or tree that do not fit are refused', async () => {
  const { head, tree } = await smallLog()
  const [first] = head.proof as [string]
  const wrong: Partial<Head>[] = [
    { entry: head.entry.replace('\n3\n', '\n4\n') },
    { index: head.index + 1 },
    { index: 99 },
    { proof: head.proof.slice(1) },
    { proof: [...head.proof, first] },
    { proof: [...head.proof].reverse() },
  ]
  for (const over of wrong)
    await expect(verifyHead(REGION, { ...head, ...over }, tree)).rejects.toEqual(
      coded('INCLUSION_WRONG'),
    )
  await expect(verifyHead(REGION, head, { ...tree, size: 99 })).rejects.toEqual(
    coded('INCLUSION_WRONG'),
  )
  await expect(verifyHead(REGION, { ...head, proof: ['x'] }, tree)).rejects.toEqual(
    coded('MALFORMED', { what: 'proof' }),
  )
})

test('a head with any one character of manifest, entry or proof changed is refused', async () => {
  const { head, tree } = await smallLog()
  const bend = (text: string, at: number) =>
    text.slice(0, at) + (text[at] === 'a' ? 'b' : 'a') + text.slice(at + 1)
  const refused = (over: Partial<Head>) =>
    expect(verifyHead(REGION, { ...head, ...over }, tree)).rejects.toThrow(VerificationError)
  for (let at = 0; at < head.manifest.length; at++)
    await refused({ manifest: bend(head.manifest, at) })
  for (let at = 0; at < head.entry.length; at++) await refused({ entry: bend(head.entry, at) })
  for (let n = 0; n < head.proof.length; n++)
    for (let at = 0; at < 44; at++)
      await refused({ proof: head.proof.map((hash, i) => (i === n ? bend(hash, at) : hash)) })
})

test('a manifest that the entry does not name is refused', async () => {
  const { head, tree } = await smallLog()
  const other = { ...head, manifest: head.manifest.replace('"epoch":1', '"epoch":2') }
  await expect(verifyHead(REGION, other, tree)).rejects.toEqual(
    coded('MANIFEST_WRONG', { why: 'hash' }),
  )
})

test.each([{ seq: 4 }, { at: '2026-03-10T01:12:00Z' }, { region: '152529900202' }])(
  'a manifest that says other things than its entry is refused: %j',
  async (over) => {
    const { head, tree } = await smallLog({ manifest: over as object })
    await expect(verifyHead(REGION, head, tree)).rejects.toEqual(
      coded('MANIFEST_WRONG', { why: 'facts' }),
    )
  },
)

test('an entry that is none is refused though it is in the log', async () => {
  const { head, tree } = await smallLog({ entry: { manifest: 'x' as never } })
  await expect(verifyHead(REGION, head, tree)).rejects.toEqual(
    coded('MALFORMED', { what: 'entry' }),
  )
})

test('a manifest that is not canonical is refused though its hash fits', async () => {
  const text = JSON.stringify(manifest(), null, 1)
  const named = await smallLog({ entry: { manifest: await manifestHash(text) } })
  await expect(verifyHead(REGION, { ...named.head, manifest: text }, named.tree)).rejects.toEqual(
    coded('MALFORMED', { why: 'canonical' }),
  )
})

test.each([
  null,
  [],
  {},
  { v: 1 },
  { manifest: 1 },
  { index: -1 },
  { index: '0' },
  { proof: 'x' },
  { proof: [1] },
  { proof: Array.from({ length: 65 }, () => hashOfDigit('a')) },
  { checkpoint: null },
  { v: 0 },
])('%j is no head', async (over) => {
  const { head } = await smallLog()
  const bent = over !== null && !Array.isArray(over) && Object.keys(over).length > 0
  const value = bent && !('v' in over && over.v === 1) ? { ...head, ...over } : over
  expect(() => parseHead(value)).toThrow(coded('MALFORMED', { what: 'head' }))
})

test('a head of tomorrow asks for a newer app', async () => {
  const { head } = await smallLog()
  expect(() => parseHead({ ...head, v: 2 })).toThrow(coded('UPDATE_THE_APP', { what: 'head' }))
})
