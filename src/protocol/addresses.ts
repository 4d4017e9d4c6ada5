import type { Hash } from '#domain/board/board-state.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { tilePath, type Tile } from '#transparency/tiles.ts'

/** Everything that a reader may fetch stands below this path. */
export const API = '/api/v1'

export const boardPath = (region: RegionCode): string => `${API}/boards/${region}`
export const objectPath = (address: Hash): string => `${API}/objects/${address}`
export const packPath = (address: Hash): string => `${API}/packs/${address}`
export const logPath = `${API}/log`
export const consistencyPath = (from: number, to: number): string =>
  `${API}/log/consistency?from=${from}&to=${to}`
export const checkpointPath = `${API}/checkpoint`
export const tileAddress = (tile: Tile): string => `${API}/tile/${tilePath(tile)}`
export const devicesPath = `${API}/devices`
export const heartbeatPath = (device: string): string => `${devicesPath}/${device}/heartbeat`
