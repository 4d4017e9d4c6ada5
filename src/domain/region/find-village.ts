import type { Region, RegionCode, RegionList } from './region.ts'

export type VillageRefusal = {
  refused: 'villageUnknown' | 'villageConflict'
  /** Who may have been meant, for a person to choose from. */
  candidates: Region[]
}

/** Half width, without white space and characters nobody sees. */
const plain = (text: string): string => text.normalize('NFKC').replace(/[\s\p{Cf}]/gu, '')

const NUMERALS = '零一二三四五六七八九'

/** 十四 → 14, 二十 → 20, 〇三 → 03: Chinese numerals as offices number their villages. */
function arabic(numeral: string): string {
  const digits = [...numeral.replace(/〇/g, '零')]
  const ten = digits.indexOf('十')
  if (ten < 0) return digits.map((d) => NUMERALS.indexOf(d)).join('')
  const value = (part: string[]) => Number(part.map((d) => NUMERALS.indexOf(d)).join('') || 'NaN')
  const tens = ten === 0 ? 1 : value(digits.slice(0, ten))
  const ones = ten === digits.length - 1 ? 0 : value(digits.slice(ten + 1))
  return Number.isNaN(tens + ones) ? numeral : String(tens * 10 + ones)
}

/** What remains of a village's name when the words for village, brackets and the way of writing numbers are set aside. */
function villageKey(text: string): string {
  return plain(text)
    .replace(/(?:嘎查|村民|村)?委员会|村委会/g, '')
    .replace(/嘎查|村|[()[\]【】〔〕.·\-第号]/g, '')
    .replace(/[〇零一二三四五六七八九十]+/g, arabic)
    .toLowerCase()
}

const townshipKey = (text: string): string =>
  plain(text).replace(/人民政府|苏木|镇|乡|街道|[()]/g, '')

/** All for which the first test holds that holds for any; so an exact name wins over a likeness. */
function firstMatching<T>(all: readonly T[], tests: readonly ((one: T) => boolean)[]): T[] {
  for (const test of tests) {
    const found = all.filter(test)
    if (found.length > 0) return found
  }
  return []
}

/** All townships that this text may mean: by code, by name (the county's name before it forgiven), by alias, by likeness. */
export function findTownship(list: RegionList, text: string): Region[] {
  const wanted = withoutPrefix(plain(text), countyName(list))
  const key = townshipKey(wanted)
  return firstMatching(
    list.regions.filter((region) => region.level === 'township'),
    [
      (one) => one.code === wanted || (wanted.length === 9 && one.code.startsWith(wanted)),
      (one) => plain(one.name.zh) === wanted,
      (one) => one.aliases.some((alias) => plain(alias) === wanted),
      (one) => key !== '' && townshipKey(one.name.zh) === key,
    ],
  )
}

/**
 * Which village a cell means: its code, its name, an alias, or a way of writing one of these (spaces, width, 村 for
 * 嘎查, numerals), with or without county and township before it. `townshipText` is the cell beside it, if there is one:
 * a village that is not in that township is a conflict. Where two villages fit equally, none is guessed.
 */
export function findVillage(
  list: RegionList,
  text: string,
  townshipText?: string,
): { region: Region } | VillageRefusal {
  const villages = list.regions.filter((region) => region.level === 'village')
  const found = byName(list, villages, text)
  const beside = plain(townshipText ?? '')
  const townships = beside === '' ? [] : findTownship(list, beside)
  const inside = (region: Region) => townships.some((township) => township.code === region.parent)
  if (beside !== '' && found.length > 0) {
    const here = found.filter(inside)
    if (here.length === 0) {
      // The name may be a likeness of a village here and the very name of one elsewhere.
      const alike = byName(list, villages.filter(inside), text)
      return { refused: 'villageConflict', candidates: [...found, ...alike] }
    }
    found.splice(0, found.length, ...here)
  }
  const [only, second] = found
  return only && !second ? { region: only } : { refused: 'villageUnknown', candidates: found }
}

function byName(list: RegionList, villages: Region[], text: string): Region[] {
  const wanted = plain(text)
  if (wanted === '') return []
  const direct = matching(villages, wanted)
  if (direct.length > 0) return direct
  // 示范旗示范苏木示范嘎查一: what stands before the village's own name says where it is.
  const rest = withoutPrefix(wanted, countyName(list))
  const found = new Map<RegionCode, Region>()
  for (const township of list.regions.filter((region) => region.level === 'township')) {
    const own = withoutPrefix(rest, plain(township.name.zh))
    if (own === rest) continue
    for (const one of matching(
      villages.filter((v) => v.parent === township.code),
      own,
    ))
      found.set(one.code, one)
  }
  return found.size > 0 || rest === wanted ? [...found.values()] : matching(villages, rest)
}

function matching(villages: Region[], wanted: string): Region[] {
  const key = villageKey(wanted)
  return firstMatching(villages, [
    (one) => one.code === wanted,
    (one) =>
      plain(one.name.zh) === wanted || (one.name.mn !== undefined && plain(one.name.mn) === wanted),
    (one) => one.aliases.some((alias) => plain(alias) === wanted),
    (one) => key !== '' && [one.name.zh, ...one.aliases].some((name) => villageKey(name) === key),
  ])
}

const withoutPrefix = (text: string, prefix: string): string =>
  prefix !== '' && text.startsWith(prefix) && text.length > prefix.length
    ? text.slice(prefix.length)
    : text

/** The county's own name, without a remark in brackets behind it. */
const countyName = (list: RegionList): string =>
  plain(list.regions.find((region) => region.level === 'county')?.name.zh ?? '').replace(
    /\(.*\)$/,
    '',
  )
