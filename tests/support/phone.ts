import { IDBFactory, IDBKeyRange } from 'fake-indexeddb'
import type { Device } from '#device/api.ts'
import type { CanaryStore } from '#device/canary.ts'
import { DeviceDb } from '#device/db.ts'
import { createDevice, type DeviceDeps } from '#device/device.ts'

/** What of a phone outlives a killed app: its disk, and the little text beside it. */
export interface Disk {
  indexedDB: IDBFactory
  canary: string | null
}

export const newDisk = (): Disk => ({ indexedDB: new IDBFactory(), canary: null })

export const canaryOn = (disk: Disk): CanaryStore => ({
  read: () => Promise.resolve(disk.canary),
  write: (text) => {
    disk.canary = text
    return Promise.resolve()
  },
})

export interface Phone {
  device: Device
  db: DeviceDb
}

/** The app, started on a disk. */
export function startPhone(
  disk: Disk,
  fetch: DeviceDeps['fetch'],
  options: Partial<DeviceDeps> = {},
): Phone {
  const db = options.db ?? new DeviceDb('sambar', { indexedDB: disk.indexedDB, IDBKeyRange })
  const device = createDevice({
    base: '',
    fetch,
    db,
    clock: { now: () => Date.parse('2026-03-09T02:00:00Z'), monotonic: () => 0 },
    canary: canaryOn(disk),
    ...options,
  })
  return { device, db }
}

export function stopPhone({ db }: Phone): void {
  db.close()
}
