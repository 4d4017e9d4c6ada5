import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openSource, sealSource } from '../import/seal.ts'
import { readSheet, type ReadSheetOptions } from '../import/read-sheet.ts'
import { createTurn } from '../publishing/in-turn.ts'
import type { ImportReport } from '../import/report.ts'

/** Reads sheets, and keeps what was sent under a key that the database does not have. */
export interface Sheets {
  read(
    bytes: Uint8Array,
    name: string,
    options: Omit<ReadSheetOptions, 'personKey'>,
  ): Promise<ImportReport>
  /** Seals a source file and answers the name it is kept under. On the disk when it returns. */
  keep(bytes: Uint8Array): Promise<string>
  /** The bytes again. Throws where the file is gone or was changed. */
  open(name: string): Promise<Uint8Array>
  remove(name: string): Promise<void>
}

const NAME = /^[0-9a-f]{32}\.sealed$/

export function createSheets(around: {
  /** Where sealed files lie. */
  folder: string
  keys: { sealKey: Uint8Array; personKey: Uint8Array }
  random: (bytes: number) => Uint8Array
}): Sheets {
  const { folder, keys, random } = around
  const pathOf = (name: string): string => {
    if (!NAME.test(name)) throw new Error('no name of a sealed file')
    return join(folder, name)
  }
  // One child process at a time, whatever arrives: each may take 400 MB.
  const inTurn = createTurn()
  return {
    read: (bytes, name, options) =>
      inTurn(() => readSheet(bytes, name, { ...options, personKey: keys.personKey })),
    async keep(bytes) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const name = `${Buffer.from(random(16)).toString('hex')}.sealed`
      const path = pathOf(name)
      const handle = await open(`${path}.new`, 'wx', 0o600)
      try {
        await handle.writeFile(sealSource(bytes, keys.sealKey, random(12)))
        await handle.sync()
      } finally {
        await handle.close()
      }
      await rename(`${path}.new`, path)
      return name
    },
    open: async (name) => openSource(await readFile(pathOf(name)), keys.sealKey),
    remove: (name) => rm(pathOf(name), { force: true }),
  }
}
