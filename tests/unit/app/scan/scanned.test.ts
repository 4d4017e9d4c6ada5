import { expect, test } from 'vitest'
import { openCamera } from '#app/scan/camera.ts'
import { whatIs } from '#app/scan/scanned.ts'

const FRAGMENT = '152529900201.3.AAECAwQFBgcICQoLDA0ODw.EBESExQVFhcYGRobHB0eHw'
const NOTICE = `/n/152529900201/${'0a'.repeat(16)}/2`
const SHEET = `/s/152529900201/${'0a'.repeat(16)}/2/${'b1'.repeat(32)}`
const MARK = `/x/152529900201/7/${'b1'.repeat(32)}`

test.each([
  [
    `https://a.example.cn/b#${FRAGMENT}`,
    { kind: 'board', link: `https://a.example.cn/b#${FRAGMENT}` },
  ],
  [
    ` https://a.example.cn/b#\n${FRAGMENT} `,
    { kind: 'board', link: `https://a.example.cn/b#${FRAGMENT}` },
  ],
  [FRAGMENT, { kind: 'board', link: FRAGMENT }],
  [`https://b.example.cn${NOTICE}`, { kind: 'notice', path: NOTICE }],
  [`https://b.example.cn${NOTICE}/more`, { kind: 'other' }],
  [`https://b.example.cn${SHEET}`, { kind: 'paper', path: SHEET }],
  [`https://b.example.cn${SHEET}0`, { kind: 'other' }],
  [`https://b.example.cn${MARK}`, { kind: 'paper', path: MARK }],
  ['https://example.com/', { kind: 'other' }],
  ['wxp://f2f0abcdef', { kind: 'other' }],
  ['javascript:alert(1)', { kind: 'other' }],
  ['', { kind: 'other' }],
  [`https://a.example.cn/b#${FRAGMENT.slice(0, -1)}`, { kind: 'other' }],
])('%s', (text, what) => {
  expect(whatIs(text)).toEqual(what)
})

const refusing = (name: string) => ({
  getUserMedia: () => Promise.reject(Object.assign(new Error('no'), { name })),
})

test.each([
  ['NotAllowedError', 'denied'],
  ['NotFoundError', 'none'],
  ['NotReadableError', 'busy'],
  ['SomethingNew', 'failed'],
])('a camera that answers %s is %s', async (name, trouble) => {
  expect(await openCamera(refusing(name), true)).toBe(trouble)
})

test('no camera is asked for on plain http, nor where the browser has none', async () => {
  expect(await openCamera(refusing('NotAllowedError'), false)).toBe('insecure')
  expect(await openCamera(undefined, true)).toBe('unsupported')
})
