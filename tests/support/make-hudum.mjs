// Makes public/fonts/hudum.woff2 and the outlines of the words that must be readable before any font has loaded.
// Run once: node tests/support/make-hudum.mjs. What it makes is committed.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import * as hb from 'harfbuzzjs'
import { convert } from 'fontverter'
import subset from 'subset-font'

const package_ = 'node_modules/@fontsource/noto-sans-mongolian'
const source = readFileSync(`${package_}/files/noto-sans-mongolian-mongolian-400-normal.woff2`)

// Hudum letters, digits, punctuation, the joiners U+180A–F and U+202F, and a space. Todo, Manchu and Sibe are left out.
const RANGES = [
  [0x20, 0x20],
  [0x1800, 0x180f],
  [0x1810, 0x1819],
  [0x1820, 0x1842],
  [0x200c, 0x200d],
  [0x202f, 0x202f],
  [0x2048, 0x2049],
]
const letters = RANGES.flatMap(([from, to]) =>
  Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)),
)

// The hinting stays: without it old FreeType gives some lone letters a width of zero.
const small = await subset(source, letters.join(''), { targetFormat: 'woff2' })
mkdirSync('public/fonts', { recursive: true })
writeFileSync('public/fonts/hudum.woff2', small)
copyFileSync(`${package_}/LICENSE`, 'public/fonts/OFL.txt')

/** A word as one path, standing upright: top to bottom, in a box of `inline` by `block` font units. */
function outline(font, word) {
  const buffer = new hb.Buffer()
  buffer.addText(word)
  buffer.guessSegmentProperties()
  hb.shape(font, buffer)
  const positions = buffer.getGlyphPositions()
  let x = 0
  const parts = []
  for (const [i, glyph] of buffer.getGlyphInfos().entries()) {
    const at = positions[i]
    parts.push({ path: font.glyphToPath(glyph.codepoint), x: x + at.xOffset, y: at.yOffset })
    x += at.xAdvance
  }
  // Glyphs lie on their side in the font. Turning (x right, y up) by a quarter gives x' = y, y' = x on a page whose y goes down.
  const points = []
  const path = parts
    .map((part) =>
      part.path.replace(/(-?[\d.]+)[ ,](-?[\d.]+)/g, (_, px, py) => {
        const turned = [Math.round(Number(py) + part.y), Math.round(Number(px) + part.x)]
        points.push(turned)
        return turned.join(' ')
      }),
    )
    .join('')
  const xs = points.map((p) => p[0])
  const left = Math.min(...xs)
  const shift = path.replace(/(-?\d+) (-?\d+)/g, (_, px, py) => `${Number(px) - left} ${py}`)
  return { path: shift, inline: x, block: Math.max(...xs) - left }
}

const sfnt = await convert(source, 'truetype')
const font = new hb.Font(
  new hb.Face(new hb.Blob(sfnt.buffer.slice(sfnt.byteOffset, sfnt.byteOffset + sfnt.byteLength))),
)
const words = { mongol: 'ᠮᠣᠩᠭᠣᠯ', sambar: 'ᠰᠠᠮᠪᠠᠷ' }
const lines = Object.entries(words).map(([name, word]) => {
  const { path, inline, block } = outline(font, word)
  return `  /** ${word} */\n  ${name}: { width: ${block}, height: ${inline}, path: '${path}' },`
})
writeFileSync(
  'src/app/components/word-outlines.ts',
  `/**
 * Words as outlines, standing upright, so that they are readable before any font has loaded.
 * Made by tests/support/make-hudum.mjs from Noto Sans Mongolian (SIL OFL 1.1).
 */
export const WORD_OUTLINES = {\n${lines.join('\n')}\n} as const\n`,
)
console.log(`hudum.woff2: ${small.length} bytes`)
