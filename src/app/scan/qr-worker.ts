import { readQr, type NativeDetector, type Picture } from './read-qr.ts'

/** Reading takes a slow phone a tenth of a second and more; here it holds up nobody's picture. */
interface Detector {
  new (how: { formats: string[] }): NativeDetector
  getSupportedFormats(): Promise<string[]>
}

async function findNative(): Promise<NativeDetector | null> {
  try {
    const Detector = (self as { BarcodeDetector?: Detector }).BarcodeDetector
    const formats = await Detector?.getSupportedFormats()
    return Detector && formats?.includes('qr_code') ? new Detector({ formats: ['qr_code'] }) : null
  } catch {
    return null
  }
}

const native = findNative()

self.onmessage = async ({ data }: MessageEvent<Picture>) => {
  self.postMessage(await readQr(data, await native))
}
