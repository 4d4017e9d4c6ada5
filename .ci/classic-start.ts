import type { Plugin, Rolldown } from 'vite'

/** Where the app's first script puts what its parts take from it. */
const SHARED = 'sambarShared'

/**
 * Makes the app's first script a classic one. Browsers keep the compiled code of classic scripts beside what a service
 * worker has stored, but not of modules; a phone would compile the app anew each time that it opens it. Parts that are
 * loaded later stay modules, and take from the first what they used to import of it.
 */
export function classicStart(): Plugin {
  return {
    name: 'sambar-classic-start',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const start = startOf(bundle)
        if (!start) return
        for (const chunk of Object.values(bundle))
          if (chunk.type === 'chunk')
            chunk.code =
              chunk === start
                ? asClassic(chunk.code, this.parse(chunk.code))
                : asPart(chunk.code, this.parse(chunk.code), start.fileName)
      },
    },
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const src = `src="/${startOf(bundle ?? {})?.fileName}"`
        const module = `<script type="module" crossorigin ${src}>`
        if (!html.includes(module)) throw new Error('the page does not begin with the app')
        return html.replace(module, `<script defer ${src}>`)
      },
    },
  }
}

/** The chunk that `startChunk` made. */
const startOf = (bundle: Rolldown.OutputBundle): Rolldown.OutputChunk | undefined =>
  Object.values(bundle).find((file) => file.type === 'chunk' && file.name === 'app') as
    Rolldown.OutputChunk | undefined

type Ast = ReturnType<Rolldown.PluginContext['parse']>

/** All in one function, and at its end what others may take. It is taken once: what is shared does not change. */
function asClassic(code: string, { body }: Ast): string {
  const shared: string[] = []
  let rest = code
  for (const node of [...body].reverse()) {
    if (node.type === 'ImportDeclaration') throw new Error('the first script is one file')
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
  return `(function(){"use strict";${own}\nwindow.${SHARED}={${shared.join()}}})()`
}

/** `import{a as b}from"./first.js"` becomes `const{a:b}=window.…`. */
function asPart(code: string, { body }: Ast, first: string): string {
  const name = `./${first.split('/').pop()}`
  let rest = code
  for (const node of [...body].reverse()) {
    if (node.type !== 'ImportDeclaration' || node.source.value !== name) continue
    const taken = node.specifiers.map((one) => {
      if (one.type !== 'ImportSpecifier' || !('name' in one.imported))
        throw new Error('what is taken of the first script has a name')
      return `${one.imported.name}:${one.local.name}`
    })
    const take = taken.length > 0 ? `const{${taken.join()}}=window.${SHARED};` : ''
    rest = rest.slice(0, node.start) + take + rest.slice(node.end)
  }
  return rest
}
