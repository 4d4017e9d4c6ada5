import aliases from './aliases.json' with { type: 'json' }

/** A header as one writes it for a machine: half width, no blanks, no ornaments. */
export function normalizeLabel(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\u200b-\u200f\ufeff*★☆]+/g, '')
    .replace(/[:;,。、]+$/, '')
    .replace(/^\(?[0-9]{1,2}[.、)]/, '')
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
