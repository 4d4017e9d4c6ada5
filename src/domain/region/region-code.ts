import type { RegionCode, RegionLevel } from './region.ts'

/** Twelve digits of the statistical division code of a county or below; null for anything else. */
export function parseRegionCode(text: string): RegionCode | null {
  return /^[1-9]\d{3}(?!00)\d{8}$/.test(text) ? (text as RegionCode) : null
}

/** Six zeros at the end are a county's, three a township's. */
export function levelOf(code: RegionCode): RegionLevel {
  return code.endsWith('000000') ? 'county' : code.endsWith('000') ? 'township' : 'village'
}

/** The digits that a region shares with everything in it: 6 of a county, 9 of a township, all 12 of a village. */
export function prefixOf(code: RegionCode): string {
  const digits = { county: 6, township: 9, village: 12 }[levelOf(code)]
  return code.slice(0, digits)
}

/**
 * Is this region inside one of the scopes? A scope is a whole region code or its prefix of 6, 9 or 12 digits. Nothing
 * else opens anything: an empty or odd prefix never matches.
 */
export function inScope(code: RegionCode, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => {
    const whole = parseRegionCode(prefix)
    const significant = whole ? prefixOf(whole) : prefix
    return /^(?:\d{6}|\d{9}|\d{12})$/.test(significant) && code.startsWith(significant)
  })
}
