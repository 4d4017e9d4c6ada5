import type { Plugin } from 'vite'

/** How the page begins. */
const START = '<script src="/start.js"'

/**
 * Writes into the page where the device's worker lies, so that `start.js` can wake it before the app itself is here. In
 * development there is no such file, and the app starts the worker.
 */
export function deviceWorker(): Plugin {
  return {
    name: 'sambar-device-worker',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const file = Object.keys(bundle ?? {}).find((name) => /^assets\/worker-/.test(name))
        if (!html.includes(START)) throw new Error('the page does not begin with start.js')
        return file ? html.replace(START, `${START} data-worker="/${file}"`) : html
      },
    },
  }
}
