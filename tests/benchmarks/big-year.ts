import type { RegionCode } from '#domain/region/region.ts'
import type { BigCounty } from '#tests/support/big-county.ts'
import { bigNotice } from '#tests/support/big-notices.ts'

/** Publishes so many notices of one year on a board, each of `lines` lines, in one go. */
export const publishYear = (
  county: BigCounty,
  region: RegionCode,
  of: { year: number; notices: number; lines: number; people?: number; seed: string },
): Promise<void> =>
  county.publish(
    Array.from({ length: of.notices }, (_, n) =>
      bigNotice({
        region,
        program: county.program,
        year: of.year,
        batch: `${of.year}-${String(n + 1).padStart(3, '0')}`,
        lines: of.lines,
        ...(of.people === undefined ? {} : { people: of.people }),
        seed: of.seed,
      }),
    ),
  )
