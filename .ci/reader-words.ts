import type { Plugin } from 'vite'

/** Sections of the language files that only a server or a command line speaks. */
const OF_THE_OFFICE = ['api', 'cli']

/** A phone carries the sentences that it can show, and no others. */
export function readerWords(): Plugin {
  return {
    name: 'sambar-reader-words',
    enforce: 'pre',
    transform(code, id) {
      if (!/\/i18n\/[\w-]+\.json$/.test(id.split('?')[0]!)) return null
      const messages = JSON.parse(code) as Record<string, unknown>
      for (const section of OF_THE_OFFICE) delete messages[section]
      return { code: JSON.stringify(messages), map: null }
    },
  }
}
