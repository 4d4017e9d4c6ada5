import type { Auth } from '../auth/sessions.ts'
import type { Publishing } from '../publishing/publishing.ts'
import type { Office } from '../review/office.ts'
import type { Sheets } from '../review/sheets.ts'
import type { StaticFile } from './static-files.ts'

/** Everything that the server's door stands on; `createApp` makes nothing of it itself. */
export interface AppDeps extends Office, Auth {
  publishing: Publishing
  sheets: Sheets
  /** The built app by path, `/index.html` among them. Empty where only the API is served. */
  files: ReadonlyMap<string, StaticFile>
  /** Has the county switched the app off on phones? Then /sw.js is the worker that clears it away. Absent: no. */
  appOff?: () => boolean
  /** One line of JSON for each staff request and each fault. Absent: silence. */
  log?: ((line: string) => void) | undefined
}
