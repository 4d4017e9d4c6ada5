import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import jsQR from 'jsqr'

/** A printed page as a grey picture. */
export interface PagePicture {
  width: number
  height: number
  grey: Uint8Array
}

export interface Printed {
  /** Size of each page in millimetres. */
  sizes: { width: number; height: number }[]
  pages: PagePicture[]
}

const POINTS_TO_MM = 25.4 / 72

/** Poppler, or Debian's package of it where we may install it. Throws where there is none: no test passes by not looking. */
function poppler(tool: 'pdftoppm' | 'pdfinfo'): string {
  const path = `/usr/bin/${tool}`
  if (existsSync(path) || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return tool
  execFileSync('apt-get', ['update', '-q'], { stdio: 'pipe' })
  execFileSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'poppler-utils'], {
    stdio: 'pipe',
  })
  return path
}

/** What a printer would make of a PDF. `keep`: where pictures of its pages are left to be looked at, without ending. */
export function printedPages(pdf: Uint8Array, keep: string, dpi = 240): Printed {
  const folder = mkdtempSync(join(tmpdir(), 'sambar-pdf-'))
  try {
    const file = join(folder, 'print.pdf')
    writeFileSync(file, pdf)
    writeFileSync(`${keep}.pdf`, pdf)
    const info = execFileSync(poppler('pdfinfo'), ['-l', '-1', file], { encoding: 'utf8' })
    const sizes = [...info.matchAll(/Page +\d+ size: +([\d.]+) x ([\d.]+)/g)].map((match) => ({
      width: Math.round(Number(match[1]) * POINTS_TO_MM),
      height: Math.round(Number(match[2]) * POINTS_TO_MM),
    }))
    execFileSync(poppler('pdftoppm'), ['-r', String(dpi), '-gray', file, join(folder, 'page')])
    execFileSync(poppler('pdftoppm'), ['-r', '80', '-png', file, keep])
    const pages = readdirSync(folder)
      .filter((name) => name.endsWith('.pgm'))
      .sort()
      .map((name) => readPgm(readFileSync(join(folder, name))))
    return { sizes, pages }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** `P5`, width, height, 255, then a byte a point. */
function readPgm(bytes: Buffer): PagePicture {
  const [head, width, height] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.toString('latin1', 0, 40))!
  return { width: Number(width), height: Number(height), grey: bytes.subarray(head.length) }
}

/** What the QR in a part of a page says; null where none can be read. */
export function qrOn({ width, height, grey }: PagePicture): string | null {
  const colours = new Uint8ClampedArray(width * height * 4)
  for (let i = 0; i < width * height; i++) colours.fill(grey[i]!, i * 4, i * 4 + 3)
  return jsQR(colours, width, height)?.data ?? null
}

/** Where something stands on a page, in shares of its width and height. */
export interface Place {
  x: number
  y: number
  width: number
  height: number
}

/** A part of a page, as somebody holds a phone to it. */
export function cutOf({ width, height, grey }: PagePicture, place: Place): PagePicture {
  const [x, y] = [Math.floor(place.x * width), Math.floor(place.y * height)]
  const w = Math.min(width - x, Math.ceil(place.width * width))
  const h = Math.min(height - y, Math.ceil(place.height * height))
  const cut = new Uint8Array(w * h)
  for (let row = 0; row < h; row++) {
    const from = (y + row) * width + x
    cut.set(grey.subarray(from, from + w), row * w)
  }
  return { width: w, height: h, grey: cut }
}

/** How much of a page is not white, from 0 to 1. */
export const inkOn = ({ grey }: PagePicture): number =>
  grey.reduce((dark, point) => dark + (point < 200 ? 1 : 0), 0) / grey.length
