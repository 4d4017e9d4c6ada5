import { gunzipSync } from 'fflate'

/** One body to fetch, and the objects that lie in it back to back. */
export interface FloorBody {
  url: string
  objects: { length: number; address: string; key: string | null }[]
}

/**
 * The least that any first sync has to do: fetch the same bytes, SHA-256, AES-GCM, unpack, and one bare IndexedDB put
 * an object. Answers milliseconds.
 */
export async function floor(bodies: FloorBody[], unpack: 'stream' | 'script'): Promise<number> {
  const db = await openBare(`floor-${Math.random()}`)
  const began = performance.now()
  for (const body of bodies) {
    const bytes = new Uint8Array(await (await fetch(body.url)).arrayBuffer())
    let at = 0
    const checked = await Promise.all(
      body.objects.map(async ({ length, address, key }) => {
        const object = bytes.subarray(at, (at += length))
        if (hexOf(await crypto.subtle.digest('SHA-256', object)) !== address)
          throw new Error('the floor fetched something else')
        const packed = key ? await open(key, object) : object
        const plain = unpack === 'script' ? gunzipSync(packed) : await gunzipStream(packed)
        if (plain.length === 0) throw new Error('nothing unpacked')
        return { address, object }
      }),
    )
    const transaction = db.transaction('objects', 'readwrite')
    for (const { address, object } of checked)
      transaction.objectStore('objects').put(object.slice(), address)
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve()
      transaction.onerror = () => reject(transaction.error)
    })
  }
  const took = performance.now() - began
  db.close()
  return took
}

function openBare(name: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, 1)
    request.onupgradeneeded = () => request.result.createObjectStore('objects')
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

async function open(
  key: string,
  sealed: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const raw = Uint8Array.from(key.match(/../g)!, (pair) => parseInt(pair, 16))
  const secret = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['decrypt'])
  const additionalData = new TextEncoder().encode('sambar/object/v1')
  const iv = new Uint8Array(12)
  return new Uint8Array(
    await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, secret, sealed),
  )
}

async function gunzipStream(packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

const hexOf = (bytes: ArrayBuffer): string =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
