import type { Region, RegionList } from '#domain/region/region.ts'
import { findTownship, findVillage } from '#domain/region/region-list.ts'
import { trimBlanks } from './cell.ts'
import type { ErrorCode } from './report.ts'
import { personalIn } from './texts.ts'

export type Place = { code: string } | { refused: ErrorCode }

/**
 * The county's regions as one sheet after another asks for them. Without a list (a dry run
 * without `--regions`) every spelling is a place of its own.
 */
export class Places {
  readonly variants = new Map<string, string>()
  readonly unknown = new Set<string>()
  private readonly known = new Map<string, Place>()
  private readonly spellings: { text: string; region: Region }[]
  /** Villages as the list writes them: quick to ask. */
  readonly spelled: ReadonlySet<string>
  private readonly list: RegionList | null

  constructor(list: RegionList | null) {
    this.list = list
    this.spellings = (list?.regions ?? [])
      .filter((region) => region.level === 'village')
      .flatMap((region) =>
        [region.name.zh, ...region.aliases].map((text) => ({ text: plain(text), region })),
      )
      .sort((a, b) => b.text.length - a.text.length)
    this.spelled = new Set(this.spellings.map(({ text }) => text))
  }

  /** A village by code or name as typed, with the township beside it where one stands there. */
  village(typed: string, township: string): Place {
    const key = township === '' ? typed : `${typed}\n${township}`
    let place = this.known.get(key)
    if (place === undefined) {
      place = this.look(typed, township)
      this.known.set(key, place)
    }
    return place
  }

  private look(typed: string, township: string): Place {
    if (this.list === null) return asWritten(typed)
    const text = typed.replace(/^['‘’`]/, '')
    const found = findVillage(this.list, text, township)
    if ('region' in found) {
      const { code, name } = found.region
      const spelling = trimBlanks(text)
      if (spelling !== name.zh && spelling !== code) this.variants.set(spelling, code)
      return { code }
    }
    // 152529900203示范嘎查三: the code in front decides, if the name agrees.
    const coded = /^(\d{12})[\s\-_]*(.+)$/.exec(plain(text))
    if (coded !== null) {
      const named = findVillage(this.list, coded[2]!, township)
      if ('region' in named && named.region.code === coded[1]) return { code: coded[1]! }
    }
    if (found.refused === 'villageUnknown' && !/\d{7}/.test(plain(text)))
      this.unknown.add(trimBlanks(text))
    return { refused: found.refused }
  }

  /** A township (or, in a table by villages, a village) of a table without persons. */
  region(township: string, village: string): Place {
    if (village !== '') return this.village(village, township)
    if (this.list === null) return asWritten(township)
    const found = findTownship(this.list, township)
    if (found.length === 1) return { code: found[0]!.code }
    if (!/\d{7}/.test(plain(township))) this.unknown.add(trimBlanks(township))
    return { refused: 'villageUnknown' }
  }

  /** The one village that a sheet's name or a line above the header speaks of; null for none or several. */
  mentioned(text: string): string | null {
    if (this.list === null) return null
    const direct = findVillage(this.list, text)
    if ('region' in direct) return direct.region.code
    const within = plain(text)
    const hit = this.spellings.find((spelling) => holds(within, spelling.text))
    if (hit === undefined) return null
    const rival = this.spellings.some(
      (other) =>
        other.region.code !== hit.region.code &&
        within.split(hit.text).join('').includes(other.text),
    )
    return rival ? null : hit.region.code
  }

  /** Whether a cell is a village's name and nothing else, but for a number before it. */
  named(text: string): boolean {
    if (this.list === null || text.length > 24) return false
    return 'region' in findVillage(this.list, plain(text).replace(HEADED, '').replace(COUNTED, ''))
  }

  /** Whether a heading speaks of a village that is on no list: 二、乌有嘎查（3户）. */
  strange(text: string): boolean {
    if (this.list === null || this.mentioned(text) !== null) return false
    const bare = plain(text).replace(HEADED, '').replace(COUNTED, '')
    return /^(?:所属|所在)?(?:嘎查村?|行政村|村)(?:名称|名)?[:：].|.(?:嘎查|村|社区|居委会|分场)$/.test(
      bare,
    )
  }

  get names(): string[] {
    return (this.list?.regions ?? [])
      .map((region) => region.name.zh)
      .sort((a, b) => b.length - a.length)
  }
}

/** Whether a name stands in a text, and not the beginning of a longer number: 示范嘎查十 is not in 示范嘎查十五. */
function holds(text: string, name: string): boolean {
  const at = text.indexOf(name)
  if (at === -1) return false
  const across = name.slice(-1) + text.charAt(at + name.length)
  return !/^(?:\d{2}|[一二三四五六七八九十]{2})$/.test(across)
}

const HEADED =
  /^[(（]?[一二三四五六七八九十\d]{1,3}[)）]?[、.．:：]|^[(（][一二三四五六七八九十\d]{1,3}[)）]/
const COUNTED = /[(（][^()（）]*[)）]$|共?\d+[户人]$|[:：]$/

/** Where no list says what is a village, what is a person's number still is none. */
function asWritten(typed: string): Place {
  const personal = /^\d{12}$/.test(plain(typed)) ? null : personalIn(typed)
  return personal === null ? { code: plain(typed) } : { refused: personal }
}

function plain(text: string): string {
  return text.normalize('NFKC').replace(/[\s\p{Cf}]/gu, '')
}
