import aliases from './aliases.json' with { type: 'json' }

/** A header as one writes it for a machine: half width, no blanks, no ornaments, in one script. */
export function normalizeLabel(text: string): string {
  return (MONGOLIAN.test(text) && /[\u3400-\u9fff]/.test(text) ? withoutMongolian(text) : text)
    .normalize('NFKC')
    .replace(/[\s\u200b-\u200f\ufeff*★☆]+/g, '')
    .replace(/[:;,。、]+$/, '')
    .replace(/^\(?[0-9]{1,2}[.、)]/, '')
}

const MONGOLIAN = /[\u1800-\u18af]/

/** Headers in two scripts say the same twice. */
function withoutMongolian(text: string): string {
  return text.replace(/[\u1800-\u18af\u202f]+/g, '').replace(/\(\s*\)|（\s*）/g, '')
}

export function isTotalWord(text: string): boolean {
  return /^(合计|小计|总计|共计|总额|合计数)$/.test(text)
}

export function isOtherPerson(text: string): boolean {
  return containsAny(normalizeLabel(text), aliases.contains.otherPerson)
}

export function containsAny(text: string, words: string[]): boolean {
  return words.some((word) => text.includes(word))
}

const DITTO = new Set(['同上', '〃', '″', '"', '”', '＂', "''", '同', '··', '……'])

/** The same as in the row above, as people write it by hand. */
export function isDitto(text: string): boolean {
  return text.length <= 2 && DITTO.has(text)
}

/** Whether a row begins as notes and signatures do. */
export function isFooter(text: string): boolean {
  const plain = normalizeLabel(text)
  return aliases.footer.some((word) => plain.startsWith(word))
}
