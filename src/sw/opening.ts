import { readOpening, type OpeningRows } from '#device/read-opening.ts'

/** What is read for the page that was opened last, until it asks. */
let begun: { page: string; rows: Promise<OpeningRows | null> } | null = null

/** Reads what the first screen of the page `client` shows, while the browser still makes ready for it. */
export const beginReading = (client: string, path: string): void =>
  void (begun = { page: client, rows: readOpening(indexedDB, path) })

/** Hands it to the page that it was read for, once; any other is told that there is nothing. */
export async function handOver({ source, ports }: ExtendableMessageEvent): Promise<void> {
  const mine = source instanceof Client && source.id === begun?.page ? begun.rows : null
  if (mine) begun = null
  ports[0]?.postMessage(await mine)
}
