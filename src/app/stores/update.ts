import { defineStore } from 'pinia'
import { ref } from 'vue'
import { keepTyped } from '../typed-text.ts'

/** How browsers say that a part of the app could not be loaded; Vite adds the last. */
const MISSING =
  /dynamically imported module|Importing a module script failed|error loading dynamically|Unable to preload CSS/i

/**
 * A new version of the app. It waits until somebody says yes: only then the page is loaded anew, so that nothing typed
 * is dropped. Another tab that the same answer reached is told, and left alone.
 */
export const useUpdate = defineStore('update', () => {
  const state = ref<'none' | 'waiting' | 'done'>('none')
  /** A part of this version is nowhere any more, or cannot be fetched now. */
  const partGone = ref(false)
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

  /** Is this fault a missing part? Then it is told as one. */
  function isMissing(fault: unknown): boolean {
    const missing = fault instanceof Error && MISSING.test(fault.message)
    if (missing) partGone.value = true
    return missing
  }

  /** Loads the page anew; what was typed comes along. */
  function reload(): void {
    keepTyped(window)
    window.location.reload()
  }

  return { state, partGone, offer, take, later, taken, isMissing, reload }
})
