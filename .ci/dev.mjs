/**
 * `npm run dev`: the demo county on a server that restarts when its code changes, and Vite's own server before it,
 * which shows a changed screen at once.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ensureBuild, ensurePackages, root } from './ensure.mjs'

const failed = ensurePackages() || ensureBuild()
if (failed) process.exit(failed)

const api = process.env.SAMBAR_DEV_API ?? '8080'
const vite = join(root, 'node_modules/vite/bin/vite.js')
const sambar = join(root, 'dist/server/sambar.js')
const children = []
const start = (args, env = {}) => {
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  children.push(child)
  return child
}

start([vite, 'build', '--ssr', '--watch', '--logLevel', 'warn'])
// The watcher empties the folder and builds once at its own start.
await sleep(1500)
while (!existsSync(sambar)) await sleep(100)
start(['--watch-path', join(root, 'dist/server'), sambar, 'serve', '--demo'], { PORT: api })
start([vite], { SAMBAR_DEV_API: api })

for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    for (const child of children) child.kill(signal)
    process.exit(0)
  })
