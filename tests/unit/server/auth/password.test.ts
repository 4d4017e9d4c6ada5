import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createPasswords, TooBusy, whyNotPassword } from '#server/auth/password.ts'

const random = (bytes: number) => new Uint8Array(randomBytes(bytes))

describe('a new password', () => {
  test.each([
    ['saddle copper willow', null],
    ['草原上的云很低很低很低啊', null],
    ['k3!vbQ92mzPl', null],
    ['elevenchars', 'passwordTooShort'],
    ['１２３４５６７８９０１', 'passwordTooShort'],
    ['123456789012', 'passwordCommon'],
    ['Password1234', 'passwordCommon'],
    ['p-a-s-s-w-o-r-d-2026', 'passwordCommon'],
    ['batu-batu-20260302', 'passwordCommon'],
    ['aaaaaaaaaaaaaa', 'passwordCommon'],
    ['5201314 5201314', 'passwordCommon'],
    ['x'.repeat(300), 'passwordTooLong'],
  ])('%s: %s', (password, refused) => {
    expect(whyNotPassword(password, 'batu')?.refused ?? null).toBe(refused)
  })
})

describe('scrypt', () => {
  test('a real hash costs 128 MiB, has a salt of its own, and only its password opens it', async () => {
    const passwords = createPasswords(random)
    const stored = await passwords.hash('saddle copper willow')
    expect(stored).toMatch(/^scrypt\$17\$8\$1\$[\w-]{22}\$[\w-]{43}$/)
    expect(await passwords.verify(stored, 'saddle copper willow')).toBe(true)
    expect(await passwords.verify(stored, 'saddle copper willoW')).toBe(false)
  })

  test('nobody, nonsense and an empty hash are never right', async () => {
    const passwords = createPasswords(random, 4)
    for (const stored of [null, '', 'scrypt$4$8$1$$', 'plain'])
      expect(await passwords.verify(stored, '')).toBe(false)
  })

  test('a hash made at another cost is still read', async () => {
    const stored = await createPasswords(random, 5).hash('saddle copper willow')
    expect(await createPasswords(random, 4).verify(stored, 'saddle copper willow')).toBe(true)
  })

  test('F86 two are hashed at once, twenty wait, the next is sent away', async () => {
    const passwords = createPasswords(random, 10)
    const all = Array.from({ length: 30 }, () => passwords.verify(null, 'x'))
    const ends = await Promise.allSettled(all)
    const refused = ends.filter((end) => end.status === 'rejected')
    expect(refused).toHaveLength(8)
    for (const { reason } of refused) expect(reason).toBeInstanceOf(TooBusy)
    expect(await passwords.verify(null, 'x')).toBe(false)
  })
})
