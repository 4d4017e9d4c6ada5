import { ASK_MS, countUnanswered } from './unanswered.ts'

// The main thread of the page may hang; this one does not.
const watch = countUnanswered({
  ask: () => self.postMessage('well?'),
  // The service worker takes it from here (`sw/rescue.ts`).
  hung: () => void fetch('/rescue/hung').catch(() => undefined),
})
self.addEventListener('message', watch.answered)
self.setInterval(watch.tick, ASK_MS)
