/** Keeps the screen on for as long as the page is seen; taken again whenever the browser has let go. Returns how to stop. */
export function keepAwake(page: Window): () => void {
  let lock: WakeLockSentinel | null = null
  let stopped = false
  async function take(): Promise<void> {
    if (stopped || lock || page.document.visibilityState !== 'visible') return
    try {
      lock = (await page.navigator.wakeLock?.request('screen')) ?? null
      lock?.addEventListener('release', () => {
        lock = null
        void take()
      })
      if (stopped) await lock?.release()
    } catch {
      // A low battery, or a browser that has none: the device's own setting keeps it on.
    }
  }
  const look = () => void take()
  page.document.addEventListener('visibilitychange', look)
  look()
  return () => {
    stopped = true
    page.document.removeEventListener('visibilitychange', look)
    void lock?.release()
  }
}
