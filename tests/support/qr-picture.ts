import { deflateSync } from 'node:zlib'
import { encode } from 'uqr'

/** A grey picture, a byte to a point, row by row. */
export interface GreyPicture {
  width: number
  height: number
  grey: Uint8Array
}

/** A QR on paper, as a camera that is held still sees it: `fill` of the height, a little dim, slightly turned if asked. */
export function qrPicture(
  text: string,
  { width = 640, height = 480, fill = 0.7, degrees = 0 } = {},
): GreyPicture {
  const { data, size } = encode(text, { ecc: 'M', border: 2 })
  const side = Math.min(width, height) * fill
  const turn = (degrees * Math.PI) / 180
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
  const grey = new Uint8Array(width * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [dx, dy] = [x + 0.5 - width / 2, y + 0.5 - height / 2]
      const column = Math.floor(((dx * cos + dy * sin) / side + 0.5) * size)
      const row = Math.floor(((dy * cos - dx * sin) / side + 0.5) * size)
      const inside = column >= 0 && row >= 0 && column < size && row < size
      grey[y * width + x] = inside ? (data[row]![column] ? 45 : 220) : 160
    }
  return { width, height, grey }
}

/** As a page's canvas gives it. */
export function rgbaOf({ width, height, grey }: GreyPicture): {
  data: Uint8ClampedArray<ArrayBuffer>
  width: number
  height: number
} {
  const data = new Uint8ClampedArray(width * height * 4).fill(255)
  grey.forEach((value, i) => data.fill(value, i * 4, i * 4 + 3))
  return { data, width, height }
}

/** A film of these pictures, one a second, for a browser's invented camera. */
export function y4mOf(pictures: GreyPicture[]): Buffer {
  const { width, height } = pictures[0]!
  const colour = Buffer.alloc((width * height) / 2, 128)
  return Buffer.concat([
    Buffer.from(`YUV4MPEG2 W${width} H${height} F1:1 Ip A1:1 C420mpeg2\n`),
    ...pictures.flatMap(({ grey }) => [Buffer.from('FRAME\n'), Buffer.from(grey), colour]),
  ])
}

/** As a phone keeps a picture. */
export function pngOf({ width, height, grey }: GreyPicture): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 0, 0, 0, 0], 8)
  const rows = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y++)
    rows.set(grey.subarray(y * width, (y + 1) * width), y * (width + 1) + 1)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(kind: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind), body])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(body.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

function crc32(bytes: Uint8Array): number {
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0)
  }
  return ~crc >>> 0
}
