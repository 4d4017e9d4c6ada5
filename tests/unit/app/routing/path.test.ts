import { expect, test } from 'vitest'
import { pathPattern } from '#app/routing/path.ts'

const NOTICE = '/board/:region(\\d{12})/notice/:id'
const SHARED = '/n/:region(\\d{12})/:id([0-9a-f]{32})/:version(\\d{1,4})?'
const ID = '0123456789abcdef'.repeat(2)

test.each([
  ['/', '/', {}],
  ['/', '/open', null],
  ['/open', '/open', {}],
  ['/open', '/OPEN/', {}],
  ['/open', '/opens', null],
  ['/open', '/open/scan', null],
  [NOTICE, '/board/152529900201/notice/n-1', { region: '152529900201', id: 'n-1' }],
  [NOTICE, '/board/15252990020/notice/n-1', null],
  [NOTICE, '/board/152529900201/notice/', null],
  [NOTICE, '/board/152529900201/notice/n-1/verified', null],
  [SHARED, `/n/152529900201/${ID}`, { region: '152529900201', id: ID, version: '' }],
  [SHARED, `/n/152529900201/${ID}/12`, { region: '152529900201', id: ID, version: '12' }],
  [SHARED, `/n/152529900201/${ID}/12345`, null],
  ['/catalog/field/:field', '/catalog/field/%E8%B5%84%E9%87%91', { field: '资金' }],
  ['/catalog/field/:field', '/catalog/field/%E8%B5', { field: '%E8%B5' }],
  ['/.*', '/no/such/place', {}],
  ['/.*', '/', {}],
])('%s read from %s', (pattern, path, params) => {
  expect(pathPattern(pattern).read(path)).toEqual(params)
})

test('what is written is read again', () => {
  const field = pathPattern('/catalog/field/:field')
  expect(field.write({ field: '资金 1/2?' })).toBe('/catalog/field/%E8%B5%84%E9%87%91%201%2F2%3F')
  expect(field.read(field.write({ field: '资金 1/2?' }))).toEqual({ field: '资金 1/2?' })
  const shared = pathPattern(SHARED)
  expect(shared.write({ region: '152529900201', id: ID })).toBe(`/n/152529900201/${ID}`)
  expect(shared.write({ region: '152529900201', id: ID, version: '3' })).toMatch(/\/3$/)
  expect(pathPattern('/').write({})).toBe('/')
})
