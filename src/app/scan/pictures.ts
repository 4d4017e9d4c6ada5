/** Longest side in which a frame of the camera is looked at: enough for a board's QR that fills a third of it. */
const FRAME_SIDE = 640
/** A photo is looked at in these sizes, small ones first: most are taken from near. */
const PHOTO_SIDES = [800, 1600, 2600]

/** Which part of the visible square is looked at; a code far away fills only its middle. */
export type Zoom = 1 | 2

/** The square in the middle of the camera's picture, as the screen shows it. Null before the first frame. */
export function grabFrame(
  video: HTMLVideoElement,
  canvas: HTMLCanvasElement,
  zoom: Zoom,
): ImageData | null {
  const { videoWidth, videoHeight } = video
  const part = Math.floor(Math.min(videoWidth, videoHeight) / zoom)
  if (part === 0) return null
  const from = { x: (videoWidth - part) / 2, y: (videoHeight - part) / 2 }
  const side = Math.min(part, FRAME_SIDE)
  canvas.width = side
  canvas.height = side
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  pen?.drawImage(video, from.x, from.y, part, part, 0, 0, side, side)
  return pen?.getImageData(0, 0, side, side) ?? null
}

/** Lets a photo be looked at in one size after another. Throws where the file is no picture. */
export async function openPhoto(file: Blob): Promise<(() => ImageData | null)[]> {
  const url = URL.createObjectURL(file)
  try {
    const image = new Image()
    await new Promise((resolve, reject) => {
      image.onload = resolve
      image.onerror = () => reject(new Error('no picture'))
      image.src = url
    })
    const longest = Math.max(image.naturalWidth, image.naturalHeight)
    const sides = PHOTO_SIDES.filter((_, i) => i === 0 || PHOTO_SIDES[i - 1]! < longest)
    return sides.map((side) => () => draw(image, Math.min(1, side / longest)))
  } finally {
    URL.revokeObjectURL(url)
  }
}

function draw(image: HTMLImageElement, scale: number): ImageData | null {
  const width = Math.max(1, Math.round(image.naturalWidth * scale))
  const height = Math.max(1, Math.round(image.naturalHeight * scale))
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const pen = canvas.getContext('2d')
  if (!pen) return null
  // A picture without a ground of its own stands on paper.
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, width, height)
  pen.drawImage(image, 0, 0, width, height)
  return pen.getImageData(0, 0, width, height)
}
