import type { Plugin } from 'vite'

const NAME = /\b__name: (['"])\w+\1,\s*/

/** Takes from each component its name, which only tools for developers show. */
export function nameless(): Plugin {
  return {
    name: 'sambar-nameless',
    apply: 'build',
    transform: (code, id) => (/\.vue(\?|$)/.test(id) ? code.replace(NAME, '') : null),
  }
}
