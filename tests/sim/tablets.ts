import type { RegionCode } from '#domain/region/region.ts'
import type { BeatOutcome, Shown } from '#device/tablet/api.ts'
import type { Device } from '#device/api.ts'
import { formatDeviceCode, formatDeviceLink, parseDeviceLink } from '#protocol/device-code.ts'
import { rootOf } from '#server/devices/device-office.ts'
import {
  addDevice,
  changeDevice,
  newCode,
  restartDevice,
  revokeDevice,
  type Told,
} from '#server/devices/devices.ts'
import { findDevice } from '#server/storage/devices.ts'
import { boardsOf } from '#server/devices/orders.ts'
import type { Dice } from './dice.ts'
import { Violation } from './expectations.ts'
import type { SimServer } from './sim-server.ts'
import type { Phone } from './world.ts'

/** A phone that hangs beside a board: what its office ordered, and what it made of that. */
export interface Tablet extends Phone {
  /** Made by the office; null before the first and after one was taken back. */
  device: string | null
  /** Devices that were taken back: none may ever hold a board again. */
  gone: string[]
}

/** What an office does with its tablets: a code here, other boards there, now and then it takes one back. */
export class TabletOffice {
  readonly #server: SimServer
  readonly #dice: Dice
  readonly #villages: readonly RegionCode[]

  constructor(server: SimServer, dice: Dice, villages: readonly RegionCode[]) {
    this.#server = server
    this.#dice = dice
    this.#villages = villages
  }

  /** Answers what was done, in a word. */
  async act(tablet: Tablet): Promise<string> {
    const { device } = tablet
    if (device === null) return 'none'
    const { devices } = this.#server
    const what = this.#dice.roll()
    if (what < 0.2) {
      await revokeDevice(devices, null, device)
      tablet.gone.push(device)
      tablet.device = null
      return 'revoked'
    }
    if (what < 0.4) {
      await restartDevice(devices, null, device)
      return 'restart'
    }
    const boards = this.#dice.chance(0.3) ? [...this.#villages] : [this.#dice.pick(this.#villages)]
    await changeDevice(devices, null, device, { boards })
    return boards.join(' ')
  }

  /** Somebody stands before a tablet that is none (any more), with the office on the telephone. */
  async enrol(tablet: Tablet, device: Device): Promise<string> {
    const { devices } = this.#server
    const told = await this.#code(tablet)
    const typed = await formatDeviceCode(told.code)
    const link = await formatDeviceLink(
      'https://county.example',
      told.code,
      await rootOf(devices.storage.read),
    )
    const { code, root } = parseDeviceLink(link)
    const answer = this.#dice.chance(0.5)
      ? await device.enrol(code, root)
      : await device.enrol(typed, null)
    return 'refused' in answer ? answer.refused : 'enrolled'
  }

  async #code(tablet: Tablet): Promise<Told> {
    const { devices } = this.#server
    if (tablet.device !== null) {
      const again = await newCode(devices, null, tablet.device)
      if (!('refused' in again)) return again
    }
    // It was enrolled and has lost its database since: to the office it is another one.
    const boards = [this.#dice.pick(this.#villages)]
    const told = await addDevice(devices, null, { boards })
    if ('refused' in told) throw new Error(`refused: ${told.refused}`)
    tablet.device = told.device
    return told
  }

  /** The boards that a tablet is to show. */
  async boards(device: string): Promise<RegionCode[]> {
    const row = await findDevice(this.#server.devices.storage.db, device)
    return row ? boardsOf(row).map(({ region }) => region) : []
  }
}

const SHOWN: Shown = {
  app: 'sim',
  shows: null,
  asOf: null,
  battery: null,
  upSeconds: 1,
  errors: [],
}

/** What a tablet's app does when it is on: it is enrolled, it syncs, it beats. */
export async function tabletTurn(
  tablet: Tablet,
  device: Device,
  office: TabletOffice,
  say: (what: string) => void,
): Promise<BeatOutcome | null> {
  if (!(await device.tablet())) {
    const said = await office.enrol(tablet, device)
    say(`${tablet.name}: ${said}`)
    if (said !== 'enrolled') return null
  }
  tablet.last = await device.sync()
  tablet.all.push(...tablet.last)
  const held = await device.boards()
  const shows = held.flatMap(({ region, seq }) =>
    seq === null ? [] : [{ region, seq, manifest: 'f'.repeat(64) as never }],
  )
  const outcome = await device.beat({ ...SHOWN, shows })
  say(`${tablet.name}: ${outcome.kind}`)
  return outcome
}

/** An honest county's orders are never refused, and what was taken back stays away. */
export function expectObedient(tablet: Tablet, outcome: BeatOutcome | null): void {
  if (outcome?.kind === 'ordersRefused' && outcome.code === 'ORDERS_WRONG')
    throw new Violation(`${tablet.name}: an honest county's orders are refused`)
}

/** After quiet: the tablet is the one that its office means, and holds just the boards that were ordered. */
export async function expectOrdered(
  tablet: Tablet,
  device: Device,
  office: TabletOffice,
): Promise<void> {
  const own = await device.tablet()
  const held = (await device.boards()).map(({ region }) => region).sort()
  const wanted = tablet.device === null ? [] : (await office.boards(tablet.device)).sort()
  if (own === null || own.device !== tablet.device || tablet.gone.includes(own.device))
    throw new Violation(`${tablet.name}: is not the tablet that the office means`)
  if (own.boards.sort().join() !== wanted.join() || held.join() !== wanted.join())
    throw new Violation(`${tablet.name}: holds ${held.join()}, ordered ${wanted.join()}`)
  const board = (await device.boards()).find(({ key }) => key === 'old' || key === 'wrong')
  if (board) throw new Violation(`${tablet.name}: the key of ${board.region} is ${board.key}`)
}
