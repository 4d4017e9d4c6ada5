import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RegionCode } from '#domain/region/region.ts'
import type { Device, SyncProgress } from '#device/api.ts'
import { realTimers } from '#device/device.ts'
import { connectDevice, exposeDevice, persistByPage, type Port } from '#device/port.ts'
import { households } from '#tests/support/households.ts'
import { COUNTY, TestCounty, VILLAGE } from '#tests/support/test-county.ts'
import { newDisk, startPhone, stopPhone, type Phone } from '#tests/support/phone.ts'

let county: TestCounty
let phone: Phone
let channel: MessageChannel
let far: Device

beforeEach(async () => {
  county = await TestCounty.create()
  await county.document({ v: 1, name: 'catalog', value: [] })
  await county.publish(COUNTY)
  phone = startPhone(newDisk(), county.fetch)
  channel = new MessageChannel()
  exposeDevice(phone.device, channel.port1 as unknown as Port)
  far = connectDevice(channel.port2 as unknown as Port)
})
afterEach(() => {
  channel.port1.close()
  channel.port2.close()
  stopPhone(phone)
})

describe('a device at the other end of a port', () => {
  test('is the same device, progress included', async () => {
    const id = await county.payments(VILLAGE, { households: households(12) })
    await county.publish(VILLAGE)
    expect(await far.openLink(await county.link(VILLAGE))).toEqual({ region: VILLAGE })
    const steps: SyncProgress[] = []
    const outcomes = await far.sync(VILLAGE, (step) => steps.push(step))
    expect(outcomes.map(({ kind }) => kind)).toEqual(['fresh', 'fresh'])
    expect(steps.map(({ phase }) => phase)).toContain('objects')
    expect(await far.listLines(VILLAGE, id, {}, 3, 5)).toEqual(
      await phone.device.listLines(VILLAGE, id, {}, 3, 5),
    )
    expect(await far.search(VILLAGE, 'bte', 1)).toHaveLength(1)
    expect(await far.condition()).toEqual({ readOnly: false, evicted: false, persisted: null })
  })

  test('has every method of the device', () => {
    expect(Object.keys(far).sort()).toEqual(Object.keys(phone.device).sort())
  })

  test('answers many calls at once, each its own', async () => {
    const answers = await Promise.all([far.ages(), far.boards(), far.programs(), far.homeBoard()])
    expect(answers).toEqual([{ signedNow: null, likelyNow: null, today: null }, [], [], null])
  })

  test('passes a fault on as an error, and goes on', async () => {
    await expect(far.notices(undefined as unknown as RegionCode)).rejects.toThrow()
    expect(await far.boards()).toEqual([])
  })

  test('may wish of the page that the browser keeps the data', async () => {
    const other = new MessageChannel()
    const worker = other.port1 as unknown as Port
    const asked: number[] = []
    connectDevice(other.port2 as unknown as Port, async () => asked.push(1) > 0)
    other.port1.start()
    expect(await persistByPage(worker, realTimers)()).toBe(true)
    expect(asked).toEqual([1])
    other.port1.close()
    // A page that is gone does not answer; patience ends by its own timer.
    const silent = new MessageChannel()
    const soon = {
      after: (_ms: number, done: () => void) => (setTimeout(done, 1), () => undefined),
    }
    expect(await persistByPage(silent.port1 as unknown as Port, soon)()).toBe(false)
    silent.port1.close()
  })

  test('lets nobody call what is no method', async () => {
    const answered: unknown[] = []
    channel.port2.addEventListener('message', (event) => answered.push(event.data))
    for (const method of ['constructor', '__proto__', 'toString', 'db'])
      channel.port2.postMessage({ sambar: 'call', id: 900, method, args: [], progress: false })
    channel.port2.postMessage({ hello: 1 })
    channel.port2.postMessage(null)
    expect(await far.boards()).toEqual([])
    expect(answered.filter((one) => (one as { id: number }).id === 900)).toEqual([])
  })
})
