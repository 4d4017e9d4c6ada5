import jsQR from 'jsqr'
import type { Page } from 'playwright-core'

/** Reads the QR on screen as a camera would, from its dark squares. */
export async function readQr(page: Page): Promise<string | undefined> {
  const { size, path } = await page.evaluate(() => {
    const svg = document.querySelector('svg.qr')!
    return {
      size: Number(svg.getAttribute('viewBox')!.split(' ')[2]),
      path: svg.querySelector('path')!.getAttribute('d')!,
    }
  })
  const SCALE = 4
  const side = size * SCALE
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255)
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)/g))
    for (let row = 0; row < SCALE; row++)
      for (let column = 0; column < Number(width) * SCALE; column++) {
        const at = ((Number(y) * SCALE + row) * side + Number(x) * SCALE + column) * 4
        pixels.fill(0, at, at + 3)
      }
  return jsQR(pixels, side, side)?.data
}
