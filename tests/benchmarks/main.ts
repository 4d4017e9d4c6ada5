/** `npm run bench`: every figure of the house, one after the other, since two cores are shared with the browser. */
import { parseArgs } from 'node:util'
import { lighthouse } from './lighthouse.ts'
import { coldOpen, firstSearch } from './open.ts'
import { heartbeat, kioskOpen, kioskWipe } from './kiosk.ts'
import { kioskHeap } from './kiosk-heap.ts'
import { importCsv, importXlsx } from './import.ts'
import { publishMany } from './publish.ts'
import { scroll } from './scroll.ts'
import { search } from './search.ts'
import { serveHeads, serveObjects } from './serve.ts'
import { firstSync, noChangeSync, oneNoticeSync } from './sync.ts'
import { jsCss } from './weight.ts'
import { toJson, toTable, type Benchmark, type Measured } from './figure.ts'

const BENCHMARKS: [name: string, run: Benchmark][] = [
  ['first-sync', firstSync],
  ['no-change-sync', noChangeSync],
  ['one-notice-sync', oneNoticeSync],
  ['search', search],
  ['import-csv', importCsv],
  ['import-xlsx', importXlsx],
  ['publish', publishMany],
  ['serve-objects', serveObjects],
  ['serve-heads', serveHeads],
  ['cold-open', coldOpen],
  ['first-search', firstSearch],
  ['kiosk-open', kioskOpen],
  ['kiosk-wipe', kioskWipe],
  ['kiosk-heap', kioskHeap],
  ['heartbeat', heartbeat],
  ['js-css', jsCss],
  ['scroll', scroll],
  ['lighthouse', lighthouse],
]

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
})

const figures: Measured[] = []
for (const [name, run] of BENCHMARKS) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  console.error(`${name} …`)
  try {
    figures.push(await run())
  } catch (error) {
    // A figure that cannot be taken is a failure, and it is on the list.
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error)
    console.error(said)
    figures.push({
      name,
      value: null,
      floor: null,
      bar: 0,
      ok: false,
      unit: '',
      said: said.split('\n')[0]!,
    })
  }
  const last = figures[figures.length - 1]!
  if (last.ok === null) console.error(`${name}: ${last.said}`)
}
console.log(values.json ? toJson(figures) : toTable(figures))
process.exit(figures.some((figure) => figure.ok === false) ? 1 : 0)
