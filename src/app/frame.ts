import { watch } from 'vue'
import type { useSettings } from './stores/settings.ts'

/** What the browser and the phone draw around the page: the colour of its bars, and the app's name on the home screen. */
export function drawFrame(page: Document, settings: ReturnType<typeof useSettings>): void {
  const draw = () => {
    const paper = getComputedStyle(page.documentElement).getPropertyValue('--felt-1').trim()
    for (const meta of page.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]'))
      if (paper !== '') meta.content = paper
    const manifest = page.querySelector<HTMLLinkElement>('link[rel=manifest]')
    const wanted = settings.language === 'mn-Mong' ? '/mn.webmanifest' : '/zh.webmanifest'
    // Setting it again would have it fetched again.
    if (manifest && manifest.getAttribute('href') !== wanted) manifest.href = wanted
  }
  watch([() => settings.language, () => settings.colours, () => settings.contrast], draw, {
    immediate: true,
    flush: 'post',
  })
  page.defaultView?.matchMedia('(prefers-color-scheme: dark)').addEventListener?.('change', draw)
}

/** No later than this, even on a phone that is never at rest. */
const REST_MS = 500

/** Calls when the next frame has been shown and there is nothing more urgent to do. */
export function atRest(call: () => void): void {
  window.requestAnimationFrame(() => {
    // Safari has no such call.
    if (window.requestIdleCallback) window.requestIdleCallback(call, { timeout: REST_MS })
    else window.setTimeout(call, REST_MS / 5)
  })
}
