import { type Plugin } from 'vite'
/**
 * After the app is written, builds the service worker as one classic script (old WebViews take no module
 * workers) that knows every file of the app by its hash.
 */
export declare function serviceWorker(options: {
  entry: string
  outDir: string
  root: string
  target: string[]
}): Plugin
