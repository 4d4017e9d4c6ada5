import type { Rolldown } from 'vite'

type Ast = ReturnType<Rolldown.PluginContext['parse']>

/** Where a first script puts what its parts take of it. */
export const SHARED = 'sambarShared'

/**
 * A module as a classic script: all in one function, and at its end what others may take, under `name`. It is taken once:
 * what is shared does not change.
 */
export function asClassic(code: string, { body }: Ast, name: string): string {
  const shared: string[] = []
  let rest = code
  for (const node of [...body].reverse()) {
    if (node.type === 'ImportDeclaration') throw new Error('a classic script is one file')
    if (node.type !== 'ExportNamedDeclaration') continue
    if (node.declaration) throw new Error('exports stand at the end')
    for (const { local, exported } of node.specifiers) {
      if (!('name' in local && 'name' in exported)) throw new Error('exports are names')
      shared.push(`${exported.name}:${local.name}`)
    }
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

/**
 * A script that takes what it needs where others have left it: `import{a as b}from"./first.js"` becomes `const{a:b}=…`.
 * `whereIs` answers where a file's exports are found; null leaves the import as it stands.
 */
export function takingFrom(
  whereIs: (file: string) => string | null,
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
      return `${one.imported.name}:${one.local.name}`
    })
    const take = taken.length > 0 ? `const{${taken.join()}}=${where};` : ''
    rest = rest.slice(0, node.start) + take + rest.slice(node.end)
  }
  return rest
}

/** How a file beside another is imported: `assets/a.js` is `./a.js`. */
export const beside = (file: string): string => `./${file.split('/').pop()}`
