import { expect, test } from 'vitest'
import type { AlarmCode, SyncOutcome, SyncProgress } from '#device/api.ts'
import { sentences } from '#tests/support/words.ts'

const LANGUAGES = [sentences('zh-Hans'), sentences('mn-Mong')]

/** What the device may say; the types see to it that none is left out. */
const OUTCOMES: Record<SyncOutcome['kind'], 'good' | 'help' | 'waits'> = {
  fresh: 'good',
  // Tried again by themselves, and their sentence says so.
  serverTrouble: 'waits',
  notReady: 'waits',
  offline: 'help',
  captivePortal: 'help',
  stale: 'help',
  diskFull: 'help',
  updateTheApp: 'help',
  notSecure: 'help',
  noSuchBoard: 'help',
  alarm: 'help',
}
const ALARMS: Record<AlarmCode, true> = {
  root: true,
  keyList: true,
  signature: true,
  growth: true,
  entry: true,
  seq: true,
  unlawful: true,
  content: true,
  malformed: true,
}
const PHASES: Record<SyncProgress['phase'], true> = {
  head: true,
  objects: true,
  checking: true,
  saving: true,
}

test('whatever an update did not bring, the reader is told what to do, in both languages', () => {
  const wanted = [
    ...Object.keys(OUTCOMES).map((kind) => `sync.outcome.${kind}`),
    ...Object.entries(OUTCOMES)
      .filter(([, what]) => what === 'help')
      .map(([kind]) => `sync.help.${kind}`),
    ...Object.keys(ALARMS).map((code) => `sync.alarm.${code}`),
    ...Object.keys(PHASES).map((phase) => `sync.step.${phase}`),
  ]
  for (const said of LANGUAGES) expect(wanted.filter((key) => !said.get(key))).toEqual([])
})
