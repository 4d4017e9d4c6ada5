import { expect, test } from 'vitest'
import { createRandom } from '#server/random.ts'

test('no byte is handed out twice, and the pool keeps none', () => {
  let next = 0
  const pools: Uint8Array[] = []
  const random = createRandom((pool) => {
    for (let i = 0; i < pool.length; i++) pool[i] = 1 + (next++ % 255)
    pools.push(pool)
  })
  const seen: number[] = []
  for (const bytes of [5, 16, 32, 12, 1]) seen.push(...random(bytes))
  expect(seen).toEqual(seen.map((_, i) => 1 + (i % 255)))
  expect([...pools[0]!.subarray(0, seen.length)]).toEqual(seen.map(() => 0))
})

test('what is asked for comes whole, also across pools and beyond one', () => {
  const random = createRandom()
  for (const bytes of [1, 16_000, 500, 16_384, 20_000, 0]) expect(random(bytes)).toHaveLength(bytes)
})

test('real randomness does not repeat', () => {
  const random = createRandom()
  const drawn = Array.from({ length: 10_000 }, () => Buffer.from(random(16)).toString('hex'))
  expect(new Set(drawn).size).toBe(drawn.length)
})
