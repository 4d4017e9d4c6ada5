import type { Rolldown } from 'vite'

type Ast = ReturnType<Rolldown.PluginContext['parse']>

/** Where a first script puts what its parts take of it. */
export const SHARED = 'sambarShared'

/** A module's names as others know them, and as it knows them itself. */
function ownNames({ body }: Ast): Map<string, string> {
  const own = new Map<string, string>()
  for (const node of body) {
    if (node.type !== 'ExportNamedDeclaration') continue
    if (node.declaration) throw new Error('exports stand at the end')
    for (const { local, exported } of node.specifiers) {
      if (!('name' in local && 'name' in exported)) throw new Error('exports are names')
      own.set(exported.name, local.name)
    }
  }
  return own
}

/**
 * A module as a classic script: all in one function, and at its end what others may take, as `shared` names it, under
 * `name`. It is taken once: what is shared does not change.
 */
function asClassic(code: string, { body }: Ast, name: string, shared: string[]): string {
  let rest = code
  for (const node of [...body].reverse()) {
    if (node.type === 'ImportDeclaration') throw new Error('a classic script is one file')
    if (node.type === 'ExportNamedDeclaration')
      rest = rest.slice(0, node.start) + rest.slice(node.end)
  }
  // How Vite finds the address of a part, for pages that do not lie at the root.
  const own = rest
    .split('import.meta.resolve')
    .join('void 0')
    .split('import.meta.url')
    .join('location.href')
  if (own.includes('import.meta')) throw new Error('a classic script has no import.meta')
  const share = shared.length > 0 ? `self.${name}={${shared.join()}}` : ''
  return `(function(){"use strict";${own}\n${share}})()`
}

/** Where a script's exports are found by others, and each one's name there. */
export interface Shelf {
  at: string
  nameOf(exported: string): string
}

/**
 * A script that takes what it needs where others have left it: `import{a as b}from"./first.js"` becomes `const{a:b}=…`.
 * `whereIs` answers where a file's exports are found; null leaves the import as it stands.
 */
export function takingFrom(
  whereIs: (file: string) => Shelf | null,
  code: string,
  { body }: Ast,
): string {
  let rest = code
  for (const node of [...body].reverse()) {
    const where = node.type === 'ImportDeclaration' ? whereIs(node.source.value) : null
    if (node.type !== 'ImportDeclaration' || where === null) continue
    const taken = node.specifiers.map((one) => {
      if (one.type !== 'ImportSpecifier' || !('name' in one.imported))
        throw new Error('what is taken of another script has a name')
      return pair(where.nameOf(one.imported.name), one.local.name)
    })
    const take = taken.length > 0 ? `const{${taken.join()}}=${where.at};` : ''
    rest = rest.slice(0, node.start) + take + rest.slice(node.end)
  }
  return rest
}

/**
 * A script as a classic one that shares what it exports by its own names for it, so that each is written once; and where
 * others find that.
 */
export function sharing(code: string, ast: Ast, name: string): { code: string; shelf: Shelf } {
  const own = ownNames(ast)
  return {
    code: asClassic(code, ast, name, [...new Set(own.values())]),
    shelf: { at: `self.${name}`, nameOf: (exported) => own.get(exported)! },
  }
}

/** A script as a classic one that leaves what it exports under `name`, as others know it. */
export const leaving = (code: string, ast: Ast, name: string): string =>
  asClassic(
    code,
    ast,
    name,
    [...ownNames(ast)].map(([exported, local]) => pair(exported, local)),
  )

const pair = (name: string, local: string): string => (name === local ? name : `${name}:${local}`)

/** How a file beside another is imported: `assets/a.js` is `./a.js`. */
export const beside = (file: string): string => `./${file.split('/').pop()}`
