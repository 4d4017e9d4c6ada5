import type { Rolldown } from 'vite'

type Ast = ReturnType<Rolldown.PluginContext['parse']>

/** A part of a syntax tree, as far as it is looked at here. */
interface Node {
  type: string
  start: number
  end: number
  computed?: boolean
  key?: { type: string; name?: string }
}

const WORD = /[A-Za-z_$][\w$]*/g
/** What the language itself calls. */
const CALLED = new Set([
  ...['constructor', 'handleEvent', 'next', 'return', 'then', 'throw', 'toJSON'],
  ...Object.getOwnPropertyNames(Reflect),
  ...[Object, Array, Map, Set, Promise, Error].flatMap(({ prototype }) =>
    Object.getOwnPropertyNames(prototype),
  ),
])

/**
 * Takes out of classes the methods that nobody names: a builder leaves out functions that are not used, but not methods,
 * since a library might be asked for any. `scripts`: all that run together.
 */
export function withoutUnused(scripts: string[], parse: (code: string) => Ast): string[] {
  let now = scripts
  for (;;) {
    const said = new Map<string, number>()
    for (const [word] of now.join('\n').matchAll(WORD)) said.set(word, (said.get(word) ?? 0) + 1)
    const unused = ({ type, computed, key }: Node): boolean =>
      type === 'MethodDefinition' &&
      !computed &&
      key?.type === 'Identifier' &&
      said.get(key.name!) === 1 &&
      !CALLED.has(key.name!)
    const next = now.map((code) => without(unused, code, parse(code) as unknown as Node))
    if (next.every((code, i) => code === now[i])) return now
    now = next
  }
}

function without(unused: (node: Node) => boolean, code: string, ast: Node): string {
  const found = findAll(unused, ast).reverse()
  return found.reduce((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), code)
}

/** In the order of the text; not those inside of others. */
const findAll = (wanted: (node: Node) => boolean, node: Node): Node[] =>
  wanted(node)
    ? [node]
    : Object.values(node)
        .flat()
        .filter(isNode)
        .flatMap((part) => findAll(wanted, part))

const isNode = (part: unknown): part is Node =>
  typeof part === 'object' && part !== null && 'type' in part
