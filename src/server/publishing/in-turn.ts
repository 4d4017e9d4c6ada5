/** Runs one piece of work after the other, in the order of asking; a failed one does not stop the next. */
export function createTurn(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = last.then(work, work)
    last = mine.catch(() => undefined)
    return mine
  }
}

/** Like `Promise.all` over `map`, but with at most `limit` under way: enough to keep zlib's and crypto's threads busy. */
export async function mapInParallel<T, R>(
  all: readonly T[],
  limit: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const done: R[] = new Array<R>(all.length)
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < all.length) {
      const index = next++
      const item = all[index]
      if (item !== undefined) done[index] = await work(item, index)
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, all.length) }, worker))
  return done
}
