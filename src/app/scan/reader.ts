import workerUrl from './qr-worker.ts?worker&url'
import { trusted } from '../trusted.ts'

/** Reads QR codes beside the page, one picture at a time. What it reads may be a board's key: keep it nowhere. */
export interface QrReader {
  /** The text of a QR in the picture, null where none is seen. Takes the picture's bytes away. */
  read(picture: ImageData): Promise<string | null>
  close(): void
}

/** Starts the reader. Its script comes now and not before. */
export function createQrReader(): QrReader {
  const worker = new Worker(trusted(workerUrl), import.meta.env.DEV ? { type: 'module' } : {})
  let last: Promise<string | null> = Promise.resolve(null)

  const ask = (picture: ImageData) =>
    new Promise<string | null>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<string | null>) => resolve(data)
      worker.onerror = () => reject(new Error('the reader of QR codes did not start'))
      const { data, width, height } = picture
      worker.postMessage({ data, width, height }, [data.buffer])
    })

  return {
    read(picture) {
      last = last.catch(() => null).then(() => ask(picture))
      return last
    },
    close: () => worker.terminate(),
  }
}
