import { expect, test } from 'vitest'
import { readQr } from '#app/scan/read-qr.ts'
import { qrPicture, rgbaOf } from '#tests/support/qr-picture.ts'

const LINK =
  'https://gongkai.example.cn/b#152529900201.3.AAECAwQFBgcICQoLDA0ODw.EBESExQVFhcYGRobHB0eHw'

test.each([
  { seen: 'large', fill: 0.9, degrees: 0 },
  { seen: 'small', fill: 0.4, degrees: 0 },
  { seen: 'askew', fill: 0.6, degrees: 17 },
  { seen: 'on its head', fill: 0.6, degrees: 180 },
])('a board’s QR is read $seen', async ({ fill, degrees }) => {
  expect(await readQr(rgbaOf(qrPicture(LINK, { fill, degrees })), null)).toBe(LINK)
})

test('a picture without a QR holds nothing', async () => {
  const empty = { width: 64, height: 64, grey: new Uint8Array(64 * 64).fill(200) }
  expect(await readQr(rgbaOf(empty), null)).toBeNull()
})

test('what the browser reads by itself counts first; where that sees nothing or breaks, we look ourselves', async () => {
  const picture = rgbaOf(qrPicture(LINK))
  const says = (rawValue: string) => ({ detect: async () => [{ rawValue }] })
  expect(await readQr(picture, says('its own'))).toBe('its own')
  expect(await readQr(picture, { detect: async () => [] })).toBe(LINK)
  const broken = { detect: () => Promise.reject(new Error('service unavailable')) }
  expect(await readQr(picture, broken)).toBe(LINK)
})
