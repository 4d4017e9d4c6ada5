import { defineStore } from 'pinia'
import { ref } from 'vue'

/**
 * A new version of the app. It waits until somebody says yes: only then the page is loaded anew, so that nothing typed
 * is dropped. Another tab that the same answer reached is told, and left alone.
 */
export const useUpdate = defineStore('update', () => {
  const state = ref<'none' | 'waiting' | 'done'>('none')
  let activate: (() => void) | null = null
  let asked = false

  /** The service worker's side, from `main.ts`: a version waits, and how to let it in. */
  function offer(letIn: () => void): void {
    activate = letIn
    state.value = 'waiting'
  }

  function take(): void {
    asked = true
    activate?.()
  }

  function later(): void {
    state.value = 'none'
  }

  /** The new version has taken over. True where this tab asked for it and should load anew. */
  function taken(): boolean {
    if (!asked) state.value = 'done'
    return asked
  }

  return { state, offer, take, later, taken }
})
