import type { RegionCode } from '#domain/region/region.ts'

/** The county in whose log a board is: the first six digits of its code. */
export const countyOfCode = (region: RegionCode): RegionCode =>
  `${region.slice(0, 6)}000000` as RegionCode
