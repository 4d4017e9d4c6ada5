import { IDBKeyRange } from 'fake-indexeddb'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Hash } from '#domain/board/board-state.ts'
import { readOpening } from '#device/read-opening.ts'
import { tabletAnswers } from '#device/tablet/opening.ts'
import { parseDeviceLink } from '#protocol/device-code.ts'
import { openDoor, type Door } from '../server/http/door.ts'
import { newDisk, startPhone, stopPhone, type Disk, type Phone } from '#tests/support/phone.ts'
import { FIRST, hangKept, keepReport, reportOf, taken } from '../server/office.ts'

let door: Door
let disk: Disk
let phone: Phone

beforeAll(async () => {
  vi.stubGlobal('IDBKeyRange', IDBKeyRange)
  door = await openDoor()
  await hangKept(
    door.office,
    taken(await keepReport(door.office, reportOf({ [FIRST]: [['巴特尔', 100]] }))),
  )
})
afterAll(async () => {
  vi.unstubAllGlobals()
  await door.close()
})
beforeEach(async () => {
  disk = newDisk()
  const clock = { now: () => door.office.now() + 60_000, monotonic: () => 0 }
  phone = startPhone(disk, fetchCounty, { clock })
  const offered = await office('', { boards: [FIRST] })
  const { code, root } = parseDeviceLink(offered.link)
  id = offered.device
  await phone.device.enrol(code, root)
  await phone.device.sync()
  const settings = { name: 'settings' as const, content: '' as Hash, value: { v: 1 } as never }
  await phone.db.documents.put(settings)
})
afterEach(() => stopPhone(phone))

let id: string
const office = async (path: string, body?: object) => {
  const answer = await door.as('admin', 'POST', `/api/v1/office/devices${path}`, body)
  return answer.json() as { device: string; link: string }
}
const fetchCounty: Parameters<typeof startPhone>[1] = async (url, init) => {
  const answer = await door.ask(init.method ?? 'GET', url, {
    headers: Object.fromEntries(new Headers(init.headers)),
    ...(typeof init.body === 'string' ? { payload: init.body } : {}),
  })
  const headers = Object.entries(answer.headers).map(([k, v]): [string, string] => [k, String(v)])
  return new Response(new Uint8Array(answer.rawPayload), { status: answer.statusCode, headers })
}
const opened = async () => {
  const rows = (await readOpening(disk.indexedDB, '/kiosk'))!
  return tabletAnswers(rows, { now: () => door.office.now(), monotonic: () => 0 })
}

test('a tablet that opens knows before its device is awake what that would say', async () => {
  const { device } = phone
  const answers = await opened()
  for (const [question, answer] of [
    ['["orders"]', await device.orders()],
    ['["settings"]', await device.settings()],
    [`["mark","${FIRST}"]`, await device.mark(FIRST)],
    [`["notices","${FIRST}"]`, await device.notices(FIRST)],
  ] as const)
    expect([question, answers.get(question)]).toEqual([question, answer])
  // The catalog was not read.
  expect(answers.has('["fields"]')).toBe(false)
})

test('what was taken back is left to the device', async () => {
  await office(`/${id}/revocation`)
  const objects = phone.db.tables.find(({ name }) => name === 'objects')!
  objects.clear = () => Promise.reject(new Error('cut')) as never
  const shown = { shows: null, asOf: null, battery: null, upSeconds: 1, errors: [] }
  await expect(phone.device.beat({ app: '0.1.0', ...shown })).rejects.toThrow('cut')
  expect((await opened()).size).toBe(0)
})
