import { afterAll, expect, test } from 'vitest'
import { replay, seedsOf } from './replay.ts'
import { dropTemplate } from './sim-server.ts'
import { simulate } from './simulate.ts'

afterAll(dropTemplate)

const seeds = seedsOf(1, 2)

test(`every phone shows the county's bytes within three quiet rounds (${seeds.length} seeds)`, async () => {
  for (const seed of seeds) {
    const run = await simulate(seed)
    if (run.violation !== null) expect.fail(replay(run))
  }
})
