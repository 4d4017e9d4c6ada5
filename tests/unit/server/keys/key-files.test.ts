import { mkdtempSync, rmSync } from 'node:fs'
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  createSecrets,
  KEY_FILES,
  logKeyFile,
  logKeyNumbers,
  readSecret,
  writeSecret,
} from '#server/keys/key-files.ts'
import { openServerKeys } from '#server/keys/server-keys.ts'
import { seededBytes } from '#tests/support/county.ts'

describe('the county’s secrets', () => {
  let folder: string
  const keys = () => join(folder, 'keys')
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sambar-keys-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  test('six files that only their owner reads, in a folder that only its owner enters', async () => {
    await createSecrets(keys(), seededBytes('keys'))
    const files = await readdir(keys())
    expect(files.sort()).toEqual([...Object.values(KEY_FILES), logKeyFile(1)].sort())
    expect((await stat(keys())).mode & 0o777).toBe(0o700)
    for (const file of files) expect((await stat(join(keys(), file))).mode & 0o777).toBe(0o600)
    const texts = await Promise.all(files.map((file) => readFile(join(keys(), file), 'utf8')))
    expect(new Set(texts).size).toBe(6)
  })

  test('an existing folder of keys is never written into', async () => {
    await createSecrets(keys(), seededBytes('first'))
    const before = await readSecret(keys(), KEY_FILES.county)
    await expect(createSecrets(keys(), seededBytes('second'))).rejects.toMatchObject({
      code: 'keysExist',
    })
    await expect(writeSecret(keys(), KEY_FILES.county, new Uint8Array(32))).rejects.toMatchObject({
      code: 'EEXIST',
    })
    expect(await readSecret(keys(), KEY_FILES.county)).toEqual(before)
  })

  test('what a crash left half made is made anew, whole', async () => {
    await mkdir(`${keys()}.new`)
    await writeFile(join(`${keys()}.new`, KEY_FILES.root), 'half')
    await createSecrets(keys(), seededBytes('keys'))
    expect((await readSecret(keys(), KEY_FILES.root)).length).toBe(32)
    expect(await readdir(folder)).toEqual(['keys'])
  })

  test.each(['', 'not hex', 'ab'.repeat(31), `${'ab'.repeat(32)}\n${'cd'.repeat(32)}`])(
    'a file that holds %j is no key',
    async (text) => {
      await createSecrets(keys(), seededBytes('keys'))
      await writeFile(join(keys(), KEY_FILES.time), text, { mode: 0o600 })
      await expect(openServerKeys(keys(), 'test', null)).rejects.toMatchObject({
        code: 'keyMalformed',
      })
    },
  )

  test('a key that a group or others may read stops the start', async () => {
    await createSecrets(keys(), seededBytes('keys'))
    for (const mode of [0o640, 0o604, 0o660]) {
      await chmod(join(keys(), KEY_FILES.seal), mode)
      await expect(openServerKeys(keys(), 'test', null)).rejects.toMatchObject({
        code: 'keyReadable',
      })
    }
  })

  test('no message about a key tells anything of it', async () => {
    await createSecrets(keys(), seededBytes('keys'))
    const secret = (await readFile(join(keys(), KEY_FILES.time), 'utf8')).trim()
    await writeFile(join(keys(), KEY_FILES.time), `${secret}x`)
    const fault = await openServerKeys(keys(), 'test', null).catch((error: unknown) => error)
    expect(JSON.stringify(fault, Object.getOwnPropertyNames(fault))).not.toContain(secret)
  })

  test('log keys are told apart by number, whatever else lies in the folder', async () => {
    await createSecrets(keys(), seededBytes('keys'))
    await writeSecret(keys(), logKeyFile(10), new Uint8Array(32))
    await writeSecret(keys(), logKeyFile(2), new Uint8Array(32))
    await writeFile(join(keys(), 'log-03.seed'), '')
    expect(await logKeyNumbers(keys())).toEqual([1, 2, 10])
  })

  test('a root key other than the published one is refused', async () => {
    await createSecrets(keys(), seededBytes('keys'))
    const { rootVkey } = await openServerKeys(keys(), 'test', null)
    expect((await openServerKeys(keys(), 'test', rootVkey)).root).not.toBeNull()
    const other = rootVkey.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
    await expect(openServerKeys(keys(), 'test', other)).rejects.toMatchObject({ code: 'keyOther' })
  })
})
