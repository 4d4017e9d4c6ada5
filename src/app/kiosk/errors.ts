import type { DeviceError } from '#protocol/device-heartbeat.ts'

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null

const KEY = 'sambar.errors'
const MOST = 20

/** What went wrong since the county was last told, by code and number; never by words. It outlives the page. */
export function errorsIn(storage: Store): DeviceError[] {
  return (storage?.getItem(KEY) ?? '').split('\n').flatMap((line) => {
    const [, code, count] = /^([A-Za-z][\w.]{0,39}) (\d{1,9})$/.exec(line) ?? []
    return code && count ? [{ code, count: Number(count) }] : []
  })
}

const write = (storage: Store, errors: DeviceError[]): void =>
  storage?.setItem(KEY, errors.map(({ code, count }) => `${code} ${count}`).join('\n'))

export function noteError(storage: Store, code: string): void {
  const known = errorsIn(storage)
  const one = known.find((error) => error.code === code)
  if (one) one.count += 1
  else if (known.length < MOST) known.push({ code, count: 1 })
  write(storage, known)
}

/** The county knows of these; what came since stays. */
export function errorsTold(storage: Store, told: readonly DeviceError[]): void {
  const left = errorsIn(storage).flatMap(({ code, count }) => {
    const rest = count - (told.find((one) => one.code === code)?.count ?? 0)
    return rest > 0 ? [{ code, count: rest }] : []
  })
  if (left.length > 0) write(storage, left)
  else storage?.removeItem(KEY)
}
