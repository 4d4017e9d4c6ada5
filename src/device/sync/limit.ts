/** Runs work with at most `most` under way. The first failure is thrown at the next call, and at the end. */
export class Limit {
  private readonly most: number
  private readonly running = new Set<Promise<void>>()
  private failed: { error: unknown } | null = null

  constructor(most: number) {
    this.most = most
  }

  /** Begins `work` as soon as there is room; resolves when it has begun. */
  async begin(work: () => Promise<void>): Promise<void> {
    while (this.running.size >= this.most) await Promise.race(this.running)
    this.throwFailure()
    const one: Promise<void> = work()
      .catch((error: unknown) => {
        this.failed ??= { error }
      })
      .then(() => {
        this.running.delete(one)
      })
    this.running.add(one)
    // One at a time means one after the other, so that a seed replays.
    if (this.most === 1) await one
  }

  /** Waits for all that was begun. */
  async end(): Promise<void> {
    await Promise.all(this.running)
    this.throwFailure()
  }

  /** Waits without throwing: for whoever is failing already. */
  async settle(): Promise<void> {
    await Promise.all(this.running)
  }

  private throwFailure(): void {
    if (this.failed) throw this.failed.error
  }
}
