import { expect, test } from 'vitest'
import {
  boardPath,
  checkpointPath,
  consistencyPath,
  logPath,
  objectPath,
  packPath,
  tileAddress,
} from '#protocol/addresses.ts'
import { parseConsistency, parseLogDescription } from '#protocol/log-description.ts'
import { coded, hashOfDigit, REGION } from './samples.ts'

test('everything public has one address', () => {
  const a = hashOfDigit('a')
  expect([
    boardPath(REGION),
    objectPath(a),
    packPath(a),
    logPath,
    consistencyPath(3, 17),
    checkpointPath,
    tileAddress({ level: 0, index: 1234, width: 7 }),
    tileAddress({ level: 'entries', index: 0, width: 256 }),
  ]).toEqual([
    '/api/v1/boards/152529900201',
    `/api/v1/objects/${a}`,
    `/api/v1/packs/${a}`,
    '/api/v1/log',
    '/api/v1/log/consistency?from=3&to=17',
    '/api/v1/checkpoint',
    '/api/v1/tile/0/x001/234.p/7',
    '/api/v1/tile/entries/000',
  ])
})

const LOG = {
  v: 1,
  origin: 'sambar.example',
  county: '152529000000',
  vkeys: ['a+1+x'],
  timeVkeys: [],
  witnesses: { vkeys: [], quorum: 0 },
  rootVkey: 'x',
  keyList: 'y\n',
}

test('the log’s description is read by its form alone', () => {
  expect(parseLogDescription({ ...LOG, more: 1 })).toEqual(LOG)
  for (const over of [{ v: 0 }, { origin: 1 }, { county: 'x' }, { vkeys: 'x' }, { witnesses: [] }])
    expect(() => parseLogDescription({ ...LOG, ...over })).toThrow(coded('MALFORMED'))
})

test('so is a consistency proof', () => {
  expect(parseConsistency({ proof: ['a'] })).toEqual({ proof: ['a'] })
  for (const value of [null, {}, { proof: [1] }, { proof: Array.from({ length: 129 }, () => '') }])
    expect(() => parseConsistency(value)).toThrow(coded('MALFORMED', { what: 'consistency' }))
})
