import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createApp, readStaticFiles, type App } from '#server/http/app.ts'
import { openOffice, type TestOffice } from '../office.ts'

let office: TestOffice
let folder: string
let app: App
let off = false

beforeAll(async () => {
  office = await openOffice()
  folder = mkdtempSync(join(tmpdir(), 'sambar-files-'))
  const files = {
    'app/index.html': '<title>Sambar</title>',
    'app/sw.js': '// the app’s worker',
    'app/sw-off.js': '// the worker that clears away',
    'app/assets/main-new.js': '// new',
    'app/assets/same-1.js': '// same',
    'former/assets/main-old.js': '// old',
    'former/assets/same-1.js': '// never served: the newer stands',
    'former/index.html': '<title>former</title>',
    'former/sw.js': '// former worker',
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  app = await createApp({
    ...office,
    files: await readStaticFiles(join(folder, 'app'), join(folder, 'former')),
    appOff: () => off,
  })
})
afterAll(async () => {
  await app.close()
  await office.close()
  rmSync(folder, { recursive: true, force: true })
})

const get = (url: string) => app.inject({ method: 'GET', url })

describe('files of the version before', () => {
  test('with a hash in their name they are served, so that an open page finds its parts', async () => {
    const old = await get('/assets/main-old.js')
    expect([old.statusCode, old.body]).toEqual([200, '// old'])
    expect(old.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect((await get('/assets/main-new.js')).body).toBe('// new')
    expect((await get('/assets/same-1.js')).body).toBe('// same')
  })

  test('all else is this version’s', async () => {
    expect((await get('/')).body).toBe('<title>Sambar</title>')
    expect((await get('/sw.js')).body).toBe('// the app’s worker')
  })
})

test('the switch works while the server runs, and /sw.js is always asked for anew', async () => {
  const worker = async () => {
    const { body, headers } = await get('/sw.js')
    expect(headers['cache-control']).toBe('no-cache')
    return [body, headers['etag']]
  }
  const [on, tagOn] = await worker()
  off = true
  const [gone, tagOff] = await worker()
  expect(gone).toBe('// the worker that clears away')
  expect(tagOff).not.toBe(tagOn)
  off = false
  expect(await worker()).toEqual([on, tagOn])
})
