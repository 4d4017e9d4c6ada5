import { readdirSync } from 'node:fs'
import { join, sep } from 'node:path'

/**
 * Names by which the styles of components are told apart. They stand in every rule and on every element, so each is its
 * component's place in the list of all, where a hash would have eight digits.
 */
export function shortIds(root: string) {
  const known = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.vue'))
    .map((file) => `src/${file.split(sep).join('/')}`)
    .sort()
  return (file: string, _source: string, _built: unknown, hashOf: (text: string) => string) => {
    const at = known.indexOf(file)
    // Written since the development server began.
    return at < 0 ? hashOf(file) : at.toString(36)
  }
}
