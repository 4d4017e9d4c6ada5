import type { After } from './idle.ts'

/** How a leaf stands: in so many pages, for so long in all. */
export interface Standing {
  pages: number
  ms: number
}

/** Turns leaf after leaf, each page by page, for as long as each takes to read. Answers how to stop. */
export function createTurner(
  after: After,
  leaves: {
    /** How many there are now; it may change between two. */
    count(): number
    /** Shows one, and answers how it stands. */
    show(leaf: number): Promise<Standing>
    /** Shows a page of the one that is shown. */
    turn(page: number): void
  },
): () => void {
  let stopped = false
  let off: () => void = () => undefined
  const wait = (ms: number) => new Promise<void>((resolve) => (off = after(ms, resolve)))

  async function run(): Promise<void> {
    for (let leaf = 0; !stopped; leaf++) {
      const count = leaves.count()
      if (count === 0) {
        leaf = -1
        await wait(1_000)
        continue
      }
      const { pages, ms } = await leaves.show(leaf % count)
      for (let page = 0; page < pages && !stopped; page++) {
        leaves.turn(page)
        await wait(ms / pages)
      }
    }
  }
  void run()
  return () => {
    stopped = true
    off()
  }
}
