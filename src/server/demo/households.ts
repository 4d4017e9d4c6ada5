import type { RegionCode } from '#domain/region/region.ts'
import data from './households.json'

/** [name, group or '', Mongolian name or ''] */
export type DemoPerson = readonly [name: string, group: string, nameMn: string]

/** Rows name people by their place in `people`. Money in fen, quantities as decimal text, '' for none. */
export interface DemoVillage {
  people: DemoPerson[]
  /** person, 禁牧 area, its fen, 草畜平衡 area, its fen, total, note */
  grassland: [number, string, number, string, number, number, string][]
  /** The same sheet put right later: who was taken out, which rows are new or changed. */
  correction: { removed: number[]; put: DemoVillage['grassland'] }
  /** A second sheet, with names in both scripts; its rows have a total only. */
  bilingual?: [number, string, string, number][]
  /** person, area, fen, note */
  farmland: [number, string, number, string][]
  forest?: [number, string, number][]
  /** month, person, class, heads, fen */
  allowance: [number, number, string, number, number][]
  /** person, age band, months, rate in fen, fen, note */
  elderly: [number, string, number, number, number, string][]
  /** person, machine, pieces, fen each, fen */
  machines: [number, string, number, number, number][]
}

/** households, 禁牧 area, its fen, 草畜平衡 area, its fen, total */
export type DemoTownship = [number, string, number, string, number, number]

/** Everybody in here is invented: the households of the sample sheets, without any number that a person has. */
export const DEMO_VILLAGES = Object.entries(
  data.villages as unknown as Record<string, DemoVillage>,
).map(([region, village]) => ({ region: region as RegionCode, ...village }))

export const DEMO_TOWNSHIPS = Object.entries(
  data.townships as unknown as Record<string, DemoTownship>,
).map(([region, total]) => ({ region: region as RegionCode, total }))
