import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

/** Sections of i18n/*.json that readers of the app see. The rest are words of the server and its command line. */
const SECTIONS = ['villager', 'open', 'sync']

/** Gives the app its own sentences only: fewer bytes on the way to a phone, and none of the office's in it. */
export function appWords(): Plugin {
  return {
    name: 'sambar-app-words',
    enforce: 'pre',
    load(id) {
      const file = id.split('?')[0]!
      if (!/\/i18n\/[A-Za-z-]+\.json$/.test(file)) return null
      const words = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
      return JSON.stringify(Object.fromEntries(SECTIONS.map((name) => [name, words[name]])))
    },
  }
}
