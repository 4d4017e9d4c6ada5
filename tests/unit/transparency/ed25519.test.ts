import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromHex, hex } from '#protocol/encoding.ts'
import { ed25519, webEd25519 } from '#transparency/ed25519.ts'
import { nobleEd25519 } from '#transparency/noble.ts'

/** RFC 8032 §7.1: seed, public key, message, signature. */
const VECTORS: [string, string, string, string][] = [
  [
    '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
  [
    'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ],
]
const SEEDS = VECTORS.map(([seed]) => seed)

describe.each([webEd25519, nobleEd25519])('Ed25519 by $by', (curve) => {
  test.each(VECTORS)('RFC 8032 seed %s', async (seed, publicKey, message, signature) => {
    expect(hex(await curve.publicKeyOf(fromHex(seed)))).toBe(publicKey)
    expect(hex(await curve.sign(fromHex(seed), fromHex(message)))).toBe(signature)
    expect(await curve.verify(fromHex(publicKey), fromHex(signature), fromHex(message))).toBe(true)
  })

  test('wrong lengths and points that are none are answered, not thrown', async () => {
    const [, key, , signature] = VECTORS[0]!
    const no = async (k: Uint8Array, s: Uint8Array) =>
      expect(await curve.verify(k, s, new Uint8Array(0))).toBe(false)
    await no(fromHex(key).subarray(1), fromHex(signature))
    await no(fromHex(key), fromHex(signature).subarray(1))
    await no(new Uint8Array(0), new Uint8Array(0))
    await no(new Uint8Array(32).fill(255), fromHex(signature))
    await no(fromHex(key), new Uint8Array(64).fill(255))
  })

  test('a signature with the group’s order added to its half is refused', async () => {
    const [, key, , text] = VECTORS[0]!
    const order = 2n ** 252n + 27742317777372353535851937790883648493n
    const signature = fromHex(text)
    let half = 0n
    for (let i = 63; i >= 32; i--) half = half * 256n + BigInt(signature[i] as number)
    half += order
    for (let i = 32; i < 64; i++, half /= 256n) signature[i] = Number(half % 256n)
    expect(await curve.verify(fromHex(key), signature, new Uint8Array(0))).toBe(false)
  })
})

test('both ways agree on every signature, whole or flipped anywhere', async () => {
  const cases = fc.record({
    seed: fc.constantFrom(...SEEDS),
    message: fc.uint8Array({ maxLength: 50 }),
    at: fc.option(fc.nat({ max: 511 }), { nil: null }),
  })
  await fc.assert(
    fc.asyncProperty(cases, async ({ seed, message, at }) => {
      const key = await webEd25519.publicKeyOf(fromHex(seed))
      const good = await nobleEd25519.sign(fromHex(seed), message)
      expect(await webEd25519.sign(fromHex(seed), message)).toEqual(good)
      const signature = good.map((byte, i) =>
        at !== null && i === at >> 3 ? byte ^ (1 << (at & 7)) : byte,
      )
      const answers = await Promise.all(
        [webEd25519, nobleEd25519].map((curve) => curve.verify(key, signature, message)),
      )
      expect(answers).toEqual([at === null, at === null])
    }),
    { numRuns: 60 },
  )
})

test('the platform is asked once, and Node has Ed25519 of its own', async () => {
  expect((await ed25519()).by).toBe('web')
  expect(ed25519()).toBe(ed25519())
})
