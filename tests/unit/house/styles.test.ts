import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const APP = join(import.meta.dirname, '../../../src/app')

/** Nailed to the paper's edges; a page of vertical Mongolian turns, and these would not turn with it. */
const PHYSICAL =
  /(?:^|[\s;{])((?:(?:margin|padding|scroll-margin|scroll-padding)-(?:left|right|top|bottom)|border-(?:left|right|top|bottom)[a-z-]*|border-(?:top|bottom)-(?:left|right)-radius|(?:min-|max-)?(?:width|height)|left|right|top|bottom|overflow-[xy])\s*:|(?:text-align|float|clear)\s*:\s*(?:left|right))/g

/** Declarations of a stylesheet: comments and the conditions of @media are none. */
export function physicalIn(css: string): string[] {
  const bare = css.replace(/\/\*[\s\S]*?\*\//g, '').replace(/@(media|container|supports)[^{]*/g, '')
  return [...bare.matchAll(PHYSICAL)].map((match) => match[1]!.trim())
}

function stylesOf(file: string): string {
  const text = readFileSync(file, 'utf8')
  if (file.endsWith('.css')) return text
  return [...text.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map((match) => match[1]).join('\n')
}

test('a physical direction is seen, a logical one is not', () => {
  expect(physicalIn('.a { margin-left: 1px; inline-size: 3px; border-inline-start: 0 }')).toEqual([
    'margin-left:',
  ])
  expect(physicalIn('.a{text-align:left;inset-inline-start:0;line-height:1.6}')).toEqual([
    'text-align:left',
  ])
  expect(physicalIn('@media (min-width: 40rem) { .a { max-inline-size: 10px } }')).toEqual([])
  expect(physicalIn('.a { height: 1px; top: 0 } /* left: 0 */')).toEqual(['height:', 'top:'])
})

const files = readdirSync(APP, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(vue|css)$/.test(file))
  .map((file) => [file])

test('the app has styles to look at', () => {
  expect(files.length).toBeGreaterThan(0)
})

test.each(files)('%s has no physical direction', (file) => {
  expect(physicalIn(stylesOf(join(APP, file)))).toEqual([])
})
