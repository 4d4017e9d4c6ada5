import { Option, type Command } from 'commander'
import { parseRegionCode } from '#domain/region/region-code.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { formatDeviceCode, formatDeviceLink } from '#protocol/device-code.ts'
import type { DeviceSettings } from '#protocol/device-orders.ts'
import { rootOf, type DeviceOffice } from '../devices/device-office.ts'
import {
  addDevice,
  changeDevice,
  newCode,
  restartDevice,
  revokeDevice,
  type DeviceChange,
  type Told,
} from '../devices/devices.ts'
import { listDevices, type ListedDevice } from '../devices/list.ts'
import { newestKeyList } from '../keys/key-list.ts'
import { openServerKeys } from '../keys/server-keys.ts'
import { keyFolder } from '../publishing/county.ts'
import { findLog } from '../storage/log.ts'
import type { Storage } from '../storage/open.ts'
import { officeOf } from './acting.ts'
import { defaultUrl, terminalQr } from './board.ts'
import { withDatabase, type Context } from './context.ts'
import { readPassword } from './io.ts'
import type { RunCommand } from './run.ts'
import { CliTrouble } from './trouble.ts'
import { refuse } from './user.ts'

/** Paper of the printer beside a tablet. */
const SHEETS = ['a4', 'a3', 'none'] as const
const SLIPS = ['a5', 'roll', 'none'] as const
const unlessNone = <T extends string>(paper: T) =>
  paper === 'none' ? null : (paper as Exclude<T, 'none'>)

interface PinOptions {
  /** True: asked for; false: there is to be none. */
  pin?: boolean
  newPin?: boolean
}

interface Options extends PinOptions {
  region?: string[]
  name?: string
  languages?: DeviceSettings['languages']
  loop?: DeviceSettings['loop']
  on?: string
  off?: string
  idle?: string
  pace?: string
  warn?: string
  alarm?: string
  printNotices?: (typeof SHEETS)[number]
  printSlips?: (typeof SLIPS)[number]
}

async function withOffice(
  context: Context,
  work: (office: DeviceOffice, storage: Storage) => Promise<number>,
): Promise<number> {
  return withDatabase(context, async (storage) => {
    const log = await findLog(storage.read)
    if (!log) throw new CliTrouble('notInitialised')
    const list = await newestKeyList(storage.read)
    const folder = keyFolder(context.surroundings.dataFolder)
    const { countySecret } = await openServerKeys(folder, log.origin, list?.list.root ?? null)
    return work({ ...officeOf(context, storage), countySecret }, storage)
  })
}

function regionsOf(codes: readonly string[]): RegionCode[] {
  return codes.map((code) => {
    const region = parseRegionCode(code)
    if (region === null) throw new CliTrouble('noSuchBoard', { region: code }, 2)
    return region
  })
}

const wrongSetting = (setting: string): never => {
  throw new CliTrouble('deviceSetting', { setting }, 2)
}

function wholeNumber(setting: string, text: string, least: number, most: number): number {
  const value = Number(text)
  return /^\d{1,5}$/.test(text) && value >= least && value <= most ? value : wrongSetting(setting)
}

/** Settings as written behind the command; times come in pairs, since they are one schedule. */
function settingsIn(options: Options): NonNullable<DeviceChange['settings']> {
  const { languages, loop, on, off, idle, pace, warn, alarm, printNotices, printSlips } = options
  const time = (setting: string, text: string | undefined): string =>
    text !== undefined && /^([01]\d|2[0-3]):[0-5]\d$/.test(text) ? text : wrongSetting(setting)
  return {
    ...(languages === undefined ? {} : { languages }),
    ...(loop === undefined ? {} : { loop }),
    ...(on === undefined && off === undefined
      ? {}
      : { schedule: { on: time('--on', on), off: time('--off', off) } }),
    ...(idle === undefined ? {} : { idleSeconds: wholeNumber('--idle', idle, 15, 3600) }),
    ...(pace === undefined ? {} : { pace: wholeNumber('--pace', pace, 50, 400) }),
    ...(warn === undefined ? {} : { warnDays: wholeNumber('--warn', warn, 1, 365) }),
    ...(alarm === undefined ? {} : { alarmDays: wholeNumber('--alarm', alarm, 1, 365) }),
    ...(printNotices === undefined ? {} : { printNotices: unlessNone(printNotices) }),
    ...(printSlips === undefined ? {} : { printSlips: unlessNone(printSlips) }),
  }
}

/** Never from the command line, where every other user of the machine could read it. */
async function pinIn(context: Context, { pin, newPin }: PinOptions): Promise<DeviceChange> {
  if (newPin) return { pin: 'new' }
  if (pin === false) return { pin: null }
  if (pin === undefined) return {}
  return { pin: await readPassword(context.streams, context.speaker, 'device.pinWanted') }
}

async function tell(
  { speaker, surroundings }: Context,
  storage: Storage,
  { code, ...told }: Told,
  options: { url?: string; qr?: boolean },
): Promise<number> {
  const url = options.url ?? defaultUrl(surroundings.port)
  const text = await formatDeviceCode(code)
  const link = await formatDeviceLink(url, code, await rootOf(storage.read))
  speaker.answer({ ok: true, ...told, code: text, link })
  speaker.say('device.made', { device: told.device })
  speaker.say('device.code', { code: text })
  if (told.pin !== null) speaker.say('device.pin', { pin: told.pin })
  if (options.qr) speaker.print(terminalQr(link))
  return 0
}

function add(context: Context, options: Options & { url?: string; qr?: boolean }): Promise<number> {
  const boards = regionsOf(options.region ?? [])
  const settings = settingsIn(options)
  return withOffice(context, async (office, storage) => {
    const told = await addDevice(office, null, {
      boards,
      settings,
      ...(options.name === undefined ? {} : { name: options.name }),
      ...(await pinIn(context, options)),
    })
    return 'refused' in told ? refuse(told) : tell(context, storage, told, options)
  })
}

const code = (
  context: Context,
  device: string,
  options: { url?: string; qr?: boolean },
): Promise<number> =>
  withOffice(context, async (office, storage) => {
    const told = await newCode(office, null, device)
    return 'refused' in told ? refuse(told) : tell(context, storage, told, options)
  })

function print({ speaker }: Context, device: ListedDevice): void {
  const regions = device.boards.map(({ region }) => region).join(' ')
  const standing = speaker.words(`device.standing.${device.standing}`)
  speaker.print(`${device.device}  ${standing}  ${regions}  ${device.name}`.trim())
  const { heardAt, showsSince } = device
  if (heardAt !== null) speaker.print(`  ${speaker.words('device.heard', { at: heardAt })}`)
  for (const { region, newest, shown } of device.boards)
    if (shown && showsSince !== null)
      speaker.print(
        `  ${speaker.words('device.shows', { region, seq: shown.seq, newest: newest?.seq ?? '', at: showsSince })}`,
      )
  const errors = device.errors.map(({ code: what, count }) => `${what} ${count}`).join(' ')
  if (errors !== '') speaker.print(`  ${errors}`)
}

const list = (context: Context): Promise<number> =>
  withOffice(context, async (office) => {
    const devices = await listDevices(office, null)
    context.speaker.answer({ ok: true, devices })
    for (const device of devices) print(context, device)
    if (devices.length === 0) context.speaker.say('device.none')
    return 0
  })

function set(context: Context, device: string, options: Options): Promise<number> {
  const settings = settingsIn(options)
  const boards = options.region === undefined ? {} : { boards: regionsOf(options.region) }
  return withOffice(context, async (office) => {
    const changed = await changeDevice(office, null, device, {
      ...boards,
      ...(options.name === undefined ? {} : { name: options.name }),
      ...(Object.keys(settings).length === 0 ? {} : { settings }),
      ...(await pinIn(context, options)),
    })
    if ('refused' in changed) return refuse(changed)
    context.speaker.answer({ ok: true, ...changed })
    context.speaker.say('device.ordered')
    if (changed.pin !== null) context.speaker.say('device.pin', { pin: changed.pin })
    return 0
  })
}

const act =
  (what: typeof restartDevice) =>
  (context: Context, device: string): Promise<number> =>
    withOffice(context, async (office) => {
      const changed = await what(office, null, device)
      if ('refused' in changed) return refuse(changed)
      context.speaker.answer({ ok: true, ...changed })
      context.speaker.say('device.ordered')
      return 0
    })

const withSettings = (command: Command): Command =>
  command
    .option('--name <name>', 'device.name')
    .addOption(
      new Option('--languages <languages>', 'device.languages').choices([
        'zh-Hans',
        'mn-Mong',
        'both',
      ]),
    )
    .addOption(new Option('--loop <how>', 'device.loop').choices(['turns', 'beside']))
    .option('--on <time>', 'device.on')
    .option('--off <time>', 'device.off')
    .option('--idle <seconds>', 'device.idle')
    .option('--pace <percent>', 'device.pace')
    .option('--warn <days>', 'device.warn')
    .option('--alarm <days>', 'device.alarm')
    .addOption(new Option('--print-notices <paper>', 'device.printNotices').choices([...SHEETS]))
    .addOption(new Option('--print-slips <paper>', 'device.printSlips').choices([...SLIPS]))
    .option('--pin', 'device.pin')
    .option('--new-pin', 'device.newPin')

const withCode = (command: Command): Command =>
  command.option('--url <url>', 'board.url').option('--qr', 'board.qr')

export function addDeviceCommand(program: Command, run: RunCommand): void {
  const device = program.command('device').description('device')
  withCode(
    withSettings(
      device
        .command('add')
        .description('device.add')
        .requiredOption('--region <region...>', 'device.region'),
    ),
  ).action((options: Options) => run((context) => add(context, options)))
  device
    .command('list')
    .description('device.list')
    .action(() => run(list))
  withCode(
    device.command('code').description('device.code').argument('<device>', 'device.device'),
  ).action((id: string, options: object) => run((context) => code(context, id, options)))
  withSettings(
    device
      .command('set')
      .description('device.set')
      .argument('<device>', 'device.device')
      .option('--region <region...>', 'device.region'),
  )
    .option('--no-pin', 'device.noPin')
    .action((id: string, options: Options) => run((context) => set(context, id, options)))
  device
    .command('restart')
    .description('device.restart')
    .argument('<device>', 'device.device')
    .action((id: string) => run((context) => act(restartDevice)(context, id)))
  device
    .command('revoke')
    .description('device.revoke')
    .argument('<device>', 'device.device')
    .action((id: string) => run((context) => act(revokeDevice)(context, id)))
}
