import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/** Where the built app lies beside the built server; null where there is none. */
export async function appFolder(): Promise<string | null> {
  // From dist/server itself, or from its chunks/ where the build puts what is loaded when it is asked for.
  for (const place of ['../app', '../../app']) {
    const folder = fileURLToPath(new URL(place, import.meta.url))
    if (await exists(join(folder, 'index.html'))) return folder
  }
  return null
}
