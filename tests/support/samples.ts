import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseRegionList } from '#domain/region/region-list.ts'

const folder = fileURLToPath(new URL('../fixtures/samples/', import.meta.url))

export interface Expected {
  program: string
  year: number
  accepted: boolean
  sheetsRead: string[]
  sheetsSkipped?: string[]
  villages: Record<string, { lines: number; totalFen: number }>
  lines: number
  totalFen: number
  droppedColumns: string[]
  errors: {
    sheet?: string
    row: number | null
    column: string | null
    code: string
    or?: string[]
    firstRow?: number
  }[]
  warnings: { sheet?: string; row: number | null; column?: string; code: string }[]
  namesakes?: { groups: number; lines: number }
  encoding?: string
  printedTotalFen?: number
  printedTotalRow?: number
  villageVariants?: Record<string, string>
  batches?: Record<string, { sheet?: string; lines: number; totalFen: number }>
  kind?: string
  unit?: string
  households?: Record<string, number>
  comparedWith?: {
    file: string
    changed: { village: string; name: string; beforeFen: number; afterFen: number }[]
    removed: { village: string; name: string; beforeFen: number }[]
    added: { village: string; name: string; afterFen: number }[]
  }
  spotLines?: { sheet?: string; row: number }[]
}

/** A sample sheet, by its path below the samples' folder. */
export const sampleBytes = (path: string): Uint8Array => readFileSync(folder + path)
export const samplePath = (path: string): string => folder + path
export const sampleExpected = (path: string): Expected =>
  JSON.parse(readFileSync(`${folder}${path}.expected.json`, 'utf8')) as Expected
export const demoRegions = () =>
  parseRegionList(JSON.parse(readFileSync(`${folder}regions-demo.json`, 'utf8')))

const sheetsIn = (sub: string): string[] =>
  readdirSync(folder + sub)
    .filter((name) => name.endsWith('.expected.json'))
    .map((name) => sub + name.slice(0, -'.expected.json'.length))
    .sort()

export const GOOD_SAMPLES = sheetsIn('')
export const BAD_SAMPLES = sheetsIn('bad/')
