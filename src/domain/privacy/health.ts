/**
 * Words that say something about a person's health where a remark or a name stands. Chosen so that they are not part
 * of what offices usually remark (委托代领, 户主变更, 草场流转, 文件精神, 隐患, 残膜回收, 疫病防治).
 */
const CHINESE: readonly string[] = [
  // 病 alone is enough, but for cattle, crops, reservoirs and the offices that deal with them.
  '(?:[^疫虫畜禽鼠草林]|^)病(?![虫害险死畜禽])',
  '患(?:有|上|者|精神|重|大|癌|慢|先天|小儿)',
  '[残殘](?:疾|废|障|[一二三四1-4]级)',
  '[(【〔\\[][残殘][)】〕\\]]',
  '[伤傷致肢视听智重轻][残殘](?!联)',
  '[一二三四1-4]级(?:肢体|视力|听力|言语|智力|精神|多重|伤|[残殘])',
  '(?:肢体|视力|听力|言语|智力|精神|多重)(?:[残殘]|[一二三四1-4]级|障碍)',
  '精神(?:失常|异常|分裂|类|疾)|神经(?:官能)?症|抑郁|躁狂|自闭|孤独症|痴呆|智障|弱智|智力低下|癫痫|帕金森',
  '癌|肿瘤|恶性|白血|淋巴瘤|化疗|放疗|透析|尿毒|肾衰|肾炎|肝炎|肝硬化|肝腹水|乙肝|丙肝|结核|尘肺|肺炎|艾滋|梅毒|布鲁氏|包虫',
  '心梗|心肌|心衰|心脏|冠心|脑梗|脑瘫|脑出血|脑溢血|脑中风|中风|偏瘫|截瘫|瘫痪|卧床|高血压|糖尿|哮喘|类风湿|股骨头坏死',
  '[受工烧烫摔外重轻]伤|截肢|骨折|失明|眼盲|盲人|双盲|耳聋|聋哑|聋人|哑巴|唇腭裂|侏儒|畸形|植物人',
  '重症|绝症|慢性[疾症]|疾[病患]|罕见症|后遗症|住院|手术|失能|半失能|不能自理|无自理能力|怀孕|流产|吸毒|戒毒',
]

/** Traditional Mongolian, by stem: illness, disability, cancer (as written with ᠬᠣᠷᠲᠤ). */
const MONGOLIAN: readonly string[] = ['ᠡᠪᠡᠳᠴᠢ', 'ᠡᠪᠡᠴᠢ', 'ᠡᠪᠡᠳᠦ', 'ᠲᠠᠬᠢᠷ', 'ᠬᠣᠷᠲᠤ ?ᠬᠠᠪᠤᠳᠠᠷ']
const OTHERS: readonly string[] = [
  'өвчин|өвчтэй|хавдар|бэрхшээлтэй|тахир',
  '\\bcancer|disab(?:led|ility)|\\bHIV\\b|\\bAIDS\\b|diabet|tumou?r',
]

const HEALTH = new RegExp([...CHINESE, ...MONGOLIAN, ...OTHERS].join('|'), 'giu')

/** Every word above has one of its own characters in it: a text without any needs no closer look, and most have none. */
const ANY_OF_THEM = new RegExp(
  `[A-Za-z${[...new Set([...CHINESE, ...MONGOLIAN, ...OTHERS].join(''))].filter((c) => c > '\u007F').join('')}]`,
  'iu',
)
/** A form that NFKC makes another character of: full width, circled, compatibility. Rare enough to be looked at closely. */
const COMPATIBILITY =
  /[\u2460-\u24FF\u2E80-\u2FDF\u3200-\u33FF\uF900-\uFAFF\uFF00-\uFFEF]|[\u{1F100}-\u{1F2FF}\u{2F800}-\u{2FA1F}]/u

/** Layout and signs that somebody may have put between the characters of a word. */
const BETWEEN = /[\s\p{Cf}\p{Mn}\p{Me}.\-_*·•/\\|+~,，、。]/u

/** Where words on illness, disability or the like stand, as ranges of UTF-16 units. */
export function findHealthWords(text: string): { from: number; to: number }[] {
  if (!ANY_OF_THEM.test(text) && !COMPATIBILITY.test(text)) return []
  const bare = bareText(text)
  const found: { from: number; to: number }[] = []
  for (const match of bare.text.matchAll(HEALTH)) {
    const first = bare.at[match.index ?? 0] ?? 0
    const last = bare.at[(match.index ?? 0) + match[0].length - 1] ?? first
    found.push({ from: first, to: last + 1 })
  }
  return found
}

/** The text without layout, half width, and for each of its UTF-16 units where it came from. */
function bareText(text: string): { text: string; at: number[] } {
  let bare = ''
  const at: number[] = []
  let next = 0
  for (const char of text) {
    const from = next
    next += char.length
    if (BETWEEN.test(char) && !(char === ' ' && /[A-Za-z]/.test(text[from - 1] ?? ''))) continue
    const plain = char.normalize('NFKC')
    bare += plain
    for (let i = 0; i < plain.length; i += 1) at.push(from)
  }
  return { text: bare, at }
}
