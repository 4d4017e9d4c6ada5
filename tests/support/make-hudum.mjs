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

/** Han words lie level. The path is in font units, y going down, from the top of the highest stroke. */
function level(font, word) {
  const buffer = new hb.Buffer()
  buffer.addText(word)
  buffer.guessSegmentProperties()
  hb.shape(font, buffer)
  const positions = buffer.getGlyphPositions()
  const points = []
  let x = 0
  const paths = buffer.getGlyphInfos().map((glyph, i) => {
    const from = x
    x += positions[i].xAdvance
    return font.glyphToPath(glyph.codepoint).replace(/(-?[\d.]+)[ ,](-?[\d.]+)/g, (_, px, py) => {
      const put = [Math.round(Number(px) + from), -Math.round(Number(py))]
      points.push(put)
      return put.join(' ')
    })
  })
  const [left, top] = [0, 1].map((axis) => Math.min(...points.map((p) => p[axis])))
  const [right, foot] = [0, 1].map((axis) => Math.max(...points.map((p) => p[axis])))
  const path = paths
    .join('')
    .replace(/(-?\d+) (-?\d+)/g, (_, px, py) => `${Number(px) - left} ${Number(py) - top}`)
  return { path, width: right - left, height: foot - top }
}

const fontOf = (bytes, index = 0) =>
  new hb.Font(
    new hb.Face(
      new hb.Blob(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)),
      index,
    ),
  )
const font = fontOf(await convert(source, 'truetype'))
// Any copy of Noto Sans CJK; its third face is the one for simplified Chinese.
const han = fontOf(
  readFileSync(process.env.HAN_FONT ?? '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc'),
  2,
)
const words = { mongol: 'ᠮᠣᠩᠭᠣᠯ', sambar: 'ᠰᠠᠮᠪᠠᠷ' }
const hanWords = { chinese: '汉语' }
const SCALE = 5
/** A fifth of the font's units is finer than any screen here; steps from point to point are short figures. */
function inShort(path) {
  let at = [0, 0]
  let start = at
  return path.replace(/([A-Z])([^A-Z]*)/g, (_, command, figures) => {
    if (command === 'Z') {
      at = start
      return 'z'
    }
    const put = (figures.match(/-?[\d.]+/g) ?? []).map((figure) => Math.round(figure / SCALE))
    if (!'MLQC'.includes(command)) throw new Error(`no such step: ${command}`)
    const steps = put.map((figure, i) => figure - at[i % 2])
    at = put.slice(-2)
    if (command === 'M') start = at
    return command.toLowerCase() + steps.join(' ').replace(/ -/g, '-')
  })
}
const written = (name, word, { width, height, path }) =>
  `  /** ${word} */\n  ${name}: { width: ${Math.ceil(width / SCALE)}, height: ${Math.ceil(height / SCALE)}, path: '${inShort(path)}' },`
const lines = [
  ...Object.entries(words).map(([name, word]) => {
    const { path, inline, block } = outline(font, word)
    return written(name, word, { width: block, height: inline, path })
  }),
  ...Object.entries(hanWords).map(([name, word]) => written(name, word, level(han, word))),
]
writeFileSync(
  'src/app/components/word-outlines.ts',
  `/**
 * Words as outlines, standing upright, so that they are readable before any font has loaded.
 * Made by tests/support/make-hudum.mjs from Noto Sans Mongolian and Noto Sans CJK (SIL OFL 1.1).
 */
export const WORD_OUTLINES = {\n${lines.join('\n')}\n} as const\n`,
)
console.log(`hudum.woff2: ${small.length} bytes`)
