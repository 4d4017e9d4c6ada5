import type { Plugin } from 'vite'

type Shape = [string, Record<string, string>]
type Drawn = (props: object, context: object) => { props: { iconNode: Shape[] } }

const FROM_LIBRARY = /import \{([^}]+)\} from ["']lucide-vue-next["'];?/g
const ICON = '\0icon:'

/**
 * Icons as the app carries them: each is one path, in the file whose screens show it. The library's own way draws all that
 * are used anywhere into the page's first script, with code for wishes that nobody has.
 */
export function icons(): Plugin {
  return {
    name: 'sambar-icons',
    apply: 'build',
    transform(code, id) {
      if (!FROM_LIBRARY.test(code) || id.includes('node_modules')) return null
      return code.replace(FROM_LIBRARY, (_, names: string) =>
        names
          .split(',')
          .map((name) => name.trim().split(/\s+as\s+/))
          .map(
            ([name, own = name]) => `import ${own} from ${JSON.stringify(ICON + fileOf(name!))};`,
          )
          .join(''),
      )
    },
    resolveId: (id) => (id.startsWith(ICON) ? id : null),
    async load(id) {
      if (!id.startsWith(ICON)) return null
      const file = `lucide-vue-next/dist/esm/icons/${id.slice(ICON.length)}.js`
      const { default: drawn } = (await import(file)) as { default: Drawn }
      const path = drawn({}, { slots: {}, attrs: {} })
        .props.iconNode.map(pathOf)
        .join('')
        .replace(FINE, rounded)
      return `import { icon } from '/src/app/icon.ts'
export default /* @__PURE__ */ icon(${JSON.stringify(path)})`
    },
  }
}

/** `Share2` stands in `share-2.js`. */
const fileOf = (name: string): string =>
  name.replace(/(?<=[a-z0-9])[A-Z]|(?<=[a-z])\d/g, (letter) => `-${letter}`).toLowerCase()

/** A path's first step from nowhere, where bare steps follow it. */
const BEGIN = /^m\s*(-?[\d.]+)(?![\d.])[\s,]*(-?[\d.]+)(?![\d.])[\s,]*(?=[-\d.])/

/** Finer than any screen: an icon is 24 units wide. */
const FINE = /\d*\.\d{3,}/g
/** A whole figure would run into what follows. */
function rounded(figure: string): string {
  const short = String(Number(Number(figure).toFixed(2)))
  return short.includes('.') ? short.replace(/^0/, '') : figure
}

/** What a shape draws, as the data of a path. */
function pathOf([kind, given]: Shape): string {
  const of = (name: string) => Number(given[name] ?? 0)
  // Begun where it is said, not where the shape before has ended.
  if (kind === 'path') return given['d']!.replace(BEGIN, 'M$1 $2l').replace(/^m/, 'M')
  if (kind === 'line') return `M${of('x1')} ${of('y1')}L${of('x2')} ${of('y2')}`
  if (kind === 'circle') {
    const r = of('r')
    return `M${of('cx') - r} ${of('cy')}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`
  }
  if (kind === 'rect') {
    const r = of('rx')
    const [w, h] = [of('width') - 2 * r, of('height') - 2 * r]
    const corner = (x: number, y: number) => `a${r} ${r} 0 0 1 ${x} ${y}`
    return `M${of('x') + r} ${of('y')}h${w}${corner(r, r)}v${h}${corner(-r, r)}h${-w}${corner(-r, -r)}v${-h}${corner(r, -r)}z`
  }
  throw new Error(`an icon draws a ${kind}, which no path stands for yet`)
}
