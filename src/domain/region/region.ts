/** 12 digits of the statistical division code: county `152529000000`, township `152529900000`, village `152529900201`. */
export type RegionCode = string & { readonly __region: true }
export type RegionLevel = 'county' | 'township' | 'village'

/** A text in both languages of the county. `mn` is traditional script, absent where nobody has written it. */
export interface Both {
  zh: string
  mn?: string
}

export interface Region {
  code: RegionCode
  level: RegionLevel
  parent: RegionCode | null
  name: Both
  /** 旗 县 苏木 镇 乡 嘎查 村 */
  kind: string
  /** Other spellings offices use for it. */
  aliases: string[]
}

/** The regions of one county as published on its board. A changed list is a new version, older ones stay readable. */
export interface RegionList {
  version: number
  regions: Region[]
}
