import { mongKey } from '../search/mongolian.ts'

/** Words of the catalog's Chinese text with what they are called in Mongolian, so that it can be asked in Mongolian too. */
const WORDS: readonly (readonly [zh: string, mn: string])[] = [
  ['补贴', 'ᠨᠥᠬᠦᠪᠦᠷᠢ ᠮᠥᠩᠭᠦ'],
  ['补助', 'ᠲᠤᠰᠠᠯᠠᠮᠵᠢ'],
  ['补偿', 'ᠨᠥᠬᠦᠪᠦᠷᠢ'],
  ['奖励', 'ᠱᠠᠩᠨᠠᠯ'],
  ['草原', 'ᠪᠡᠯᠴᠢᠭᠡᠷ'],
  ['耕地', 'ᠲᠠᠷᠢᠶᠠᠨ ᠭᠠᠵᠠᠷ'],
  ['土地', 'ᠭᠠᠵᠠᠷ ᠰᠢᠷᠣᠢ'],
  ['生态', 'ᠠᠮᠢ ᠠᠬᠤᠢ'],
  ['环境', 'ᠣᠷᠴᠢᠨ ᠲᠣᠭᠣᠷᠢᠨ'],
  ['保护', 'ᠬᠠᠮᠠᠭᠠᠯᠠᠯᠲᠠ'],
  ['农业', 'ᠲᠠᠷᠢᠶᠠᠯᠠᠩ'],
  ['农民', 'ᠲᠠᠷᠢᠶᠠᠴᠢᠨ'],
  ['财政', 'ᠡᠳ\u180B\u202Fᠦᠨ ᠵᠠᠰᠠᠭ'],
  ['收入', 'ᠣᠷᠤᠯᠭ\u180Eᠠ'],
  ['支出', 'ᠵᠠᠷᠤᠯᠭ\u180Eᠠ'],
  ['集体', 'ᠬᠠᠮᠲᠤᠷᠠᠯ'],
  ['合同', 'ᠭᠡᠷ\u180Eᠡ'],
  ['资源', 'ᠡᠬᠢ ᠪᠠᠶᠠᠯᠢᠭ'],
  ['企业', 'ᠠᠵᠤ ᠠᠬᠤᠢᠯᠠᠯ'],
  ['社会', 'ᠨᠡᠢᠭᠡᠮ'],
  ['法律', 'ᠬᠠᠤᠯᠢ'],
  ['政策', 'ᠲᠥᠷᠥ\u202Fᠶᠢᠨ ᠪᠣᠳᠣᠯᠭ\u180Eᠠ'],
  ['标准', 'ᠪᠠᠷᠢᠮᠵᠢᠶ\u180Eᠠ'],
  ['名单', 'ᠨᠡᠷ\u180Eᠡ\u202Fᠶᠢᠨ ᠳᠠᠩᠰᠠ'],
  ['面积', 'ᠲᠠᠯᠠᠪᠠᠢ\u202Fᠶᠢᠨ ᠬᠡᠮᠵᠢᠶ\u180Eᠡ'],
  ['金额', 'ᠮᠥᠩᠭᠦᠨ ᠲᠣᠭ\u180Eᠠ'],
  ['服务', 'ᠦᠢᠯᠡᠴᠢᠯᠡᠬᠦ'],
  ['安全', 'ᠠᠮᠤᠷ ᠲᠦᠪᠰᠢᠨ'],
  ['项目', 'ᠲᠥᠰᠥᠯ'],
  ['公示', 'ᠢᠯᠡ ᠮᠡᠳᠡᠭᠦᠯᠬᠦ'],
  ['公告', 'ᠵᠠᠷᠯᠠᠯ'],
  ['监督', 'ᠬᠢᠨᠠᠨ ᠲᠤᠯᠭᠠᠬᠤ'],
  ['村务公开', 'ᠭᠠᠴᠠᠭ\u180Eᠠ ᠲᠣᠰᠬᠣ\u202Fᠶᠢᠨ ᠬᠡᠷᠡᠭ\u202Fᠢ ᠢᠯᠡ ᠨᠡᠢᠲᠡᠯᠡᠬᠦ'],
  ['嘎查', 'ᠭᠠᠴᠠᠭ\u180Eᠠ'],
  ['苏木', 'ᠰᠤᠮᠤ'],
  ['发放', 'ᠣᠯᠭᠣᠬᠤ'],
  ['身份证', 'ᠪᠡᠶ\u180Eᠡ\u202Fᠶᠢᠨ ᠦᠨᠡᠮᠯᠡᠯ'],
  ['数据', 'ᠲᠣᠭ\u180Eᠠ ᠪᠠᠷᠢᠮᠲᠠ'],
  ['工作', 'ᠠᠵᠢᠯ'],
  ['经济', 'ᠠᠵᠤ ᠠᠬᠤᠢ'],
  ['审批', 'ᠬᠢᠨᠠᠨ ᠵᠥᠪᠰᠢᠶᠡᠷᠡᠬᠦ'],
  ['脱贫', 'ᠶᠠᠳᠠᠭᠤ\u202Fᠠᠴᠠ ᠠᠩᠭᠢᠵᠢᠷᠠᠭᠤᠯᠬᠤ'],
]

/** Chinese words that a Mongolian query means: begun words and words with an ending count. Empty where none is known. */
export function chineseFor(mongolian: string): string[] {
  const asked = mongKey(mongolian)
  if (asked === '') return []
  return WORDS.filter(([, mn]) => {
    const known = mongKey(mn)
    return known.startsWith(asked) || asked.startsWith(known)
  }).map(([zh]) => zh)
}
