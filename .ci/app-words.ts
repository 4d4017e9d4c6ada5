import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Plugin } from 'vite'

type Words = { [name: string]: string | Words }

/** Sections of i18n/*.json that readers of the app see. The rest are words of the server and its command line. */
const SECTIONS = ['villager', 'open', 'sync', 'kiosk', 'device', 'paper']
/** What the desks of the office say beside them, in a file of their own. */
const DESK = ['desk', 'api', 'import']
/** Keys in code, and the beginnings of those that it puts together (`…${x}`). */
const ASKED = new RegExp(
  `['"\`]((?:${[...SECTIONS, ...DESK].join('|')})\\.[\\w.]*)(['"\`]|\\$\\{)`,
  'g',
)
/** The words that the first script knows, in place of the whole language. */
const START = '\0sambar-words'
/** Stands in the code where a file's words will be. */
const HERE = '__SAMBAR_WORDS__'

/**
 * Gives the app its own sentences only: fewer bytes on the way to a phone, and none of the office's in it. The Chinese ones,
 * which stand in where others lack, travel in the file whose screens say them: the first script knows its own, each other
 * brings what that does not know.
 */
export function appWords(language: string): Plugin {
  const asked = new Map<string, string[]>()
  const wordsOf = (modules: readonly string[]): string[] =>
    modules.flatMap((id) => asked.get(id) ?? [])
  return {
    name: 'sambar-app-words',
    apply: 'build',
    resolveId: {
      order: 'pre',
      handler: (id) => (id.endsWith(`/i18n/${basename(language)}`) ? START : null),
    },
    load(id) {
      if (id === START) return `export default ${HERE}`
      return /\/i18n\/[A-Za-z-]+\.json$/.test(id) ? JSON.stringify(of(SECTIONS, id)) : null
    },
    transform(code, id) {
      const found = [...code.matchAll(ASKED)].map(([, key, end]) =>
        end === '${' ? `${key}*` : key!,
      )
      if (!/\/src\/app\//.test(id) || found.length === 0) return null
      asked.set(id, found)
      return `import { learn as learnWords } from '/src/app/i18n.ts';${code};learnWords(${HERE})`
    },
    renderChunk(code, chunk, _options, { chunks }) {
      if (!code.includes(HERE)) return null
      const start = Object.values(chunks).find(({ moduleIds }) => moduleIds.includes(START))!
      const known = chunk.moduleIds.includes(START) ? [] : wordsOf(start.moduleIds)
      const own = wordsOf(chunk.moduleIds)
      const words = only(
        of([...SECTIONS, ...DESK], language),
        (key) => says(own, key) && !says(known, key),
      )
      const [before, ...after] = code.split(HERE)
      return `${before}${JSON.stringify(words)}${after.join('{}')}`
    },
  }
}

/** The desks' part of a language, as a module of its own: `mn-Mong.json?desk`. */
export const deskWords = (): Plugin => ({
  name: 'sambar-desk-words',
  enforce: 'pre',
  load(id) {
    const [, file] = /^(.*\/i18n\/[A-Za-z-]+\.json)\?desk$/.exec(id) ?? []
    if (!file) return null
    return { code: `export default ${JSON.stringify(of(DESK, file))}`, moduleType: 'js' }
  },
})

const of = (sections: readonly string[], file: string): Words =>
  only(JSON.parse(readFileSync(file, 'utf8')) as Words, (key) =>
    sections.includes(key.split('.')[0]!),
  )

const says = (asked: readonly string[], key: string): boolean =>
  asked.some((one) => (one.endsWith('*') ? key.startsWith(one.slice(0, -1)) : key === one))

/** The sentences whose keys are wanted, in the shape they have. */
function only(words: Words, wanted: (key: string) => boolean, path = ''): Words {
  const found: Words = {}
  for (const [name, inner] of Object.entries(words)) {
    const key = path + name
    const part =
      typeof inner === 'string' ? (wanted(key) ? inner : null) : only(inner, wanted, `${key}.`)
    if (part !== null && (typeof part === 'string' || Object.keys(part).length > 0))
      found[name] = part
  }
  return found
}
