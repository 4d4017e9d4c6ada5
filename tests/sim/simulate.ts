import type { PlantedBug } from '#device/sync/env.ts'
import {
  expectHonest,
  expectNoSlander,
  expectSame,
  isSettled,
  look,
  Violation,
} from './expectations.ts'
import { COUNTY } from './sim-server.ts'
import { expectOrdered } from './tablets.ts'
import { World, type Phone } from './world.ts'

const STEPS = 20
/** Once faults have stopped, so many rounds must do. */
const QUIET_ROUNDS = 3

export interface Run {
  seed: number
  violation: string | null
  trace: string[]
}

/** A bad week and three quiet rounds, all of it from one seed. */
export async function simulate(seed: number, planted: PlantedBug[] = []): Promise<Run> {
  const world = await World.create(seed, new Set(planted))
  let violation: string | null = null
  const expectRight = async (phone: Phone): Promise<void> => {
    await expectHonest(world, phone)
    expectNoSlander(phone)
  }
  try {
    for (let i = 0; i < STEPS; i++) {
      const phone = await world.step()
      if (phone) await expectRight(phone)
      await expectRight(await world.tabletStep())
    }
    world.quiet = true
    world.say('quiet')
    // Whoever had to wait for having tried too often has waited.
    world.time.pass(2 * 3_600_000)
    for (let round = 0; round < QUIET_ROUNDS; round++) {
      await world.server.cosign()
      for (const phone of world.phones) {
        await world.turnOn(phone)
        await expectRight(phone)
      }
      for (const tablet of world.tablets) {
        await world.tabletOn(tablet)
        await expectRight(tablet)
      }
    }
    for (const phone of world.phones) {
      for (const region of [COUNTY, phone.region])
        if (!isSettled(phone, region))
          throw new Violation(
            `${phone.name}: ${region} did not settle: ${JSON.stringify(phone.last)}`,
          )
      await expectSame(world, phone)
    }
    for (const tablet of world.tablets) {
      await look(world, tablet, (_db, device) => expectOrdered(tablet, device, world.tabletOffice))
      for (const region of await world.tabletOffice.boards(tablet.device ?? ''))
        await expectSame(world, { ...tablet, region })
    }
  } catch (error) {
    if (!(error instanceof Violation))
      world.say(String(error instanceof Error ? error.stack : error))
    violation = error instanceof Violation ? error.message : 'a fault'
  } finally {
    await world.destroy()
  }
  return { seed, violation, trace: world.trace }
}
