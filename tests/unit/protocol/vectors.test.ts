import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { checkVectors } from '#tests/vectors/check-vectors.ts'
import type { Vectors } from '#tests/vectors/vectors.ts'

const file = new URL('../../vectors/formats.json', import.meta.url)
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors

test('Node reproduces every vector of ARCHITECTURE.md', async () => {
  const checked = await checkVectors(vectors)
  expect(checked.length).toBeGreaterThan(30)
  expect(checked.filter(({ ok }) => !ok)).toEqual([])
})

test('a vector that was bent is noticed', async () => {
  const bent = JSON.parse(JSON.stringify(vectors)) as Vectors
  bent.keys.boardKey = `${'0'.repeat(31)}1`
  bent.entry.text += ' '
  const wrong = (await checkVectors(bent)).filter(({ ok }) => !ok).map(({ name }) => name)
  expect(wrong).toEqual(
    expect.arrayContaining(['board key', 'wrap key', 'list is opened', 'entry']),
  )
})
