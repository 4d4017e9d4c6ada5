import { afterAll, describe, expect, test } from 'vitest'
import type { PlantedBug } from '#device/sync/env.ts'
import { dropTemplate } from './sim-server.ts'
import { simulate } from './simulate.ts'

afterAll(dropTemplate)

/** Seeds that a planted bug may hide from before the simulator counts as blind. */
const SEEDS = 60

describe('the simulator', () => {
  test('replays a seed to the same run', async () => {
    const [one, two] = [await simulate(3), await simulate(3)]
    expect(two.trace).toEqual(one.trace)
  })

  test.each<PlantedBug>(['swapBeforeVerify', 'noSeqCheck', 'noObjectHash'])(
    'catches the planted bug %s',
    async (bug) => {
      let caught = ''
      for (let seed = 1; seed <= SEEDS && caught === ''; seed++)
        caught = (await simulate(seed, [bug])).violation ?? ''
      expect(caught).not.toBe('')
      expect(caught).not.toBe('a fault')
    },
  )
})
