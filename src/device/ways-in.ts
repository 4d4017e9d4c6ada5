import type { RegionCode, RegionList } from '#domain/region/region.ts'
import { doubtfulGroups, parseCode } from '#protocol/code.ts'
import type { BoardLink } from '#protocol/shapes.ts'
import type { OpenRefusal, PublicStep } from './api.ts'
import type { Env } from './sync/env.ts'
import { epochsOf } from './sync/epochs.ts'

/** What a typed code says: the same as a link, but for the county's root. */
export async function linkOfCode(
  env: Env,
  region: RegionCode,
  code: string,
): Promise<BoardLink | OpenRefusal> {
  const epochs = await epochsOf(env, region)
  if ('refused' in epochs) return epochs
  const link = await parseCode(region, epochs, code)
  return 'refused' in link
    ? { refused: 'wrongCode', groups: await doubtfulGroups(region, epochs.slice(0, 3), code) }
    : link
}

/** Townships with their villages, in the county's order. */
export function publicStep({ regions }: RegionList): PublicStep {
  return {
    townships: regions
      .filter(({ level }) => level === 'township')
      .map((region) => ({
        region,
        villages: regions.filter(({ parent }) => parent === region.code),
      })),
  }
}
