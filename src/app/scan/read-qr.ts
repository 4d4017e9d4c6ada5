import jsQR from 'jsqr'

/** A picture's bytes, four to a point, row by row. */
export type Picture = Pick<ImageData, 'data' | 'width' | 'height'>

/** What some browsers have of their own; where it is, it is quicker and sees more. */
export interface NativeDetector {
  detect(picture: ImageData): Promise<{ rawValue: string }[]>
}

/** The text of a QR in the picture; null where none is seen. Boards print dark on light, so nothing else is looked for. */
export async function readQr(
  picture: Picture,
  native: NativeDetector | null,
): Promise<string | null> {
  const found = native ? await askNative(native, picture) : null
  if (found !== null) return found
  const { data, width, height } = picture
  return jsQR(data, width, height, { inversionAttempts: 'dontInvert' })?.data || null
}

/** On some phones it is there and does not work. */
async function askNative(native: NativeDetector, picture: Picture): Promise<string | null> {
  try {
    const [first] = await native.detect(picture as ImageData)
    return first?.rawValue || null
  } catch {
    return null
  }
}
