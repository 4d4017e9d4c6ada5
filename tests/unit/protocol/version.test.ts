import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { versionDigest } from '#protocol/version.ts'
import { hashOfDigit, NOTICE } from './samples.ts'

test('a version digest commits to notice, version and every content in order', async () => {
  const [a, b] = [hashOfDigit('a'), hashOfDigit('b')] as const
  const text = `sambar/version/v1\n${NOTICE}\n2\n${a}\n${b}\n`
  expect(await versionDigest(NOTICE, 2, [a, b])).toBe(
    createHash('sha256').update(text).digest('hex'),
  )
  const others = await Promise.all([
    versionDigest(NOTICE, 2, [b, a]),
    versionDigest(NOTICE, 2, [a]),
    versionDigest(NOTICE, 3, [a, b]),
    versionDigest(NOTICE, 2, []),
  ])
  expect(new Set(others).size).toBe(4)
})
