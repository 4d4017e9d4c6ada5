/**
 * A name with most of it covered: 张*, 张*明. Names of four characters and more (long transliterations like 额尔敦朝鲁)
 * and names with a dot in them keep the first character, as names in other scripts do; how many are covered is not told.
 */
export function maskName(name: string): string {
  const letters = characters(name)
  const [first = '', second, third, fourth] = letters
  const chinese = letters.every((letter) => /\p{Script=Han}/u.test(letter))
  if (second === undefined) return '*'
  if (!chinese || fourth !== undefined) return `${first}**`
  return third === undefined ? `${first}*` : `${first}*${third}`
}

/** Characters as a reader counts them: variation selectors and combining marks stay with their letter. */
function characters(text: string): string[] {
  const found: string[] = []
  for (const char of text) {
    if (/[\p{Mn}\p{Cf}]/u.test(char) && found.length > 0) found[found.length - 1] += char
    else found.push(char)
  }
  return found
}
