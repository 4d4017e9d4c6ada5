import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { launchBrowser } from '#tests/support/browser.ts'
import { startServer, type TestServer } from '#tests/support/server.ts'
import { standBetween, type Between } from './between.ts'
import { boardsOf, type BoardFacts } from './office.ts'
import { seatReader, type Reader, type Reading } from './reader.ts'

/**
 * The demo county on the built server, and a browser, from before a file's first test until after its last. Whatever
 * else is asked of it in a test ends with that test, and what is asked before all tests ends with the file.
 */
export interface Demo {
  server: TestServer
  browser: Browser
  board(region: string): BoardFacts
  /** The board's link; `at` is where it leads, the server itself unless told. */
  link(region: string, at?: string): string
  seat(reading?: Reading, browser?: Browser): Promise<Reader>
  between(): Promise<Between>
  /** One more browser, of another kind. */
  launch(flags: string[]): Promise<Browser>
}

/** Called once, at a file's top. */
export function standDemo(): Demo {
  let boards: Map<string, BoardFacts>
  let inTest = false
  const ofTest: End[] = []
  const ofFile: End[] = []
  const withEnd = <T>(thing: T, end: (thing: T) => Promise<void>): T => {
    const ends = inTest ? ofTest : ofFile
    ends.push(() => end(thing))
    return thing
  }
  const demo = {
    board: (region) => boards.get(region)!,
    link: (region, at = demo.server.url) => `${at}/b#${demo.board(region).link.split('#')[1]}`,
    seat: async (reading, browser = demo.browser) =>
      withEnd(await seatReader(browser, reading), (reader) => reader.leave()),
    between: async () => withEnd(await standBetween(demo.server.url), (one) => one.stop()),
    launch: async (flags) => withEnd(await launchBrowser(flags), (one) => one.close()),
  } as Demo
  beforeAll(async () => {
    demo.server = await startServer()
    demo.browser = await launchBrowser()
    boards = boardsOf(demo.server)
  })
  beforeEach(() => {
    inTest = true
  })
  afterEach(async () => {
    inTest = false
    await endAll(ofTest)
  })
  afterAll(async () => {
    await endAll(ofFile)
    await demo.browser?.close()
    await demo.server?.stop()
  })
  return demo
}

type End = () => Promise<void>

/** The last comer first; one that fails keeps none of the others. */
async function endAll(ends: End[]): Promise<void> {
  const end = ends.pop()
  if (!end) return
  try {
    await end()
  } finally {
    await endAll(ends)
  }
}
