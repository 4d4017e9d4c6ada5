import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT } from '#tests/support/root.ts'

const APP = join(ROOT, 'src/app')
const read = (path: string) => readFileSync(join(APP, path), 'utf8')
const TOKENS = read('styles/tokens.css').replace(/\/\*[\s\S]*?\*\//g, '')

/** Custom properties of the first block with exactly this selector. */
function block(selector: string): Map<string, string> {
  const from = TOKENS.indexOf(`${selector} {`)
  if (from < 0) throw new Error(`no ${selector} in tokens.css`)
  const body = TOKENS.slice(TOKENS.indexOf('{', from) + 1, TOKENS.indexOf('}', from))
  return new Map(
    [...body.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name!, value!]),
  )
}

const LIGHT = block(':root')
const dark = block(":root[data-colours='dark']")
const more = block(":root[data-contrast='more']")
const both = block(":root[data-contrast='more'][data-colours='dark']")
/** As the cascade has them: what says more counts, then what comes later. */
const THEMES = [
  { theme: 'light', tokens: LIGHT, text: 4.5 },
  { theme: 'dark', tokens: new Map([...LIGHT, ...dark]), text: 4.5 },
  { theme: 'high contrast', tokens: new Map([...LIGHT, ...more]), text: 7 },
  { theme: 'dark, high contrast', tokens: new Map([...LIGHT, ...dark, ...more, ...both]), text: 7 },
]

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string) => {
    const hex = colour.length === 4 ? colour.replace(/[\da-f]/gi, '$&$&') : colour
    const [r, g, b] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
  }
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high! + 0.05) / (low! + 0.05)
}

describe.each(THEMES)('$theme', ({ tokens, text }) => {
  const colour = (name: string) => tokens.get(name)!
  const TEXTS = ['--ink', '--ink-2', '--sky', '--seal']
  const GROUNDS = ['--paper', '--felt-1']

  test.each(TEXTS.flatMap((on) => GROUNDS.map((ground) => [on, ground] as const)))(
    '%s can be read on %s',
    (on, ground) => expect(contrast(colour(on), colour(ground))).toBeGreaterThanOrEqual(text),
  )

  test('what stands on a tint or on a button can be read', () => {
    for (const [on, ground] of [
      ['--ink', '--sky-soft'],
      ['--ink-2', '--sky-soft'],
      ['--sky', '--sky-soft'],
      ['--ink', '--seal-soft'],
      ['--seal', '--seal-soft'],
      ['--on-sky', '--sky'],
      ['--on-sky', '--sky-press'],
    ] as const)
      expect([on, ground, contrast(colour(on), colour(ground)) >= 4.5]).toEqual([on, ground, true])
  })

  test('edges of fields and bars of charts are seen', () => {
    for (const on of ['--felt-3', '--steppe', '--gold'])
      for (const ground of GROUNDS)
        expect([on, ground, contrast(colour(on), colour(ground)) >= 3]).toEqual([on, ground, true])
  })
})

describe('a value stands in one place', () => {
  const files = readdirSync(APP, { recursive: true, encoding: 'utf8' }).filter(
    (path) => /\.(vue|css)$/.test(path) && !path.endsWith('tokens.css'),
  )
  /** Measures that one component hands to another, or a script to its styles. */
  const measures = new Set(
    files.flatMap((path) =>
      [...read(path).matchAll(/(--[\w-]+)['"`]?\s*[:,]/g)].map(([, name]) => name),
    ),
  )
  /** Paper is white and a camera's picture dark, whatever the theme is. */
  const ownLight = ['paper/sheet.css', 'villager/ScanView.vue']
  const styleOf = (path: string) =>
    (path.endsWith('.css') ? read(path) : (read(path).split(/<style[^>]*>/)[1] ?? ''))
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/@media print[\s\S]*$/, '')

  test.each(files.filter((path) => !ownLight.includes(path)))(
    '%s names no colour of its own',
    (path) => {
      expect(
        styleOf(path).match(/#[\da-f]{3,8}\b(?!\s*\{)|rgba?\(|hsla?\(|gradient\(/gi),
      ).toBeNull()
    },
  )

  test.each(files)('%s uses only tokens that there are', (path) => {
    const used = [...styleOf(path).matchAll(/var\((--[\w-]+)\)/g)].map(([, name]) => name!)
    expect(used.filter((name) => !LIGHT.has(name) && !measures.has(name))).toEqual([])
  })

  test('the README tells of every token', () => {
    const said = read('styles/README.md')
    const families = (name: string) =>
      said.includes(name) || said.includes(name.replace(/\d$/, '1'))
    expect([...LIGHT.keys()].filter((name) => !families(name))).toEqual([])
  })
})
