/**
 * `npm run dev`: the demo county on a server that restarts when its code changes, and Vite's own server before it,
 * which shows a changed screen at once.
 */
import { spawn } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ensureBuild, ensurePackages, root } from './ensure.mjs'

const failed = (await ensurePackages()) || (await ensureBuild())
if (failed) process.exit(failed)

const api = process.env.SAMBAR_DEV_API ?? '8080'
const vite = join(root, 'node_modules/vite/bin/vite.js')
const sambar = join(root, 'dist/server/sambar.js')
const children = new Set()
const start = (args, env = {}) => {
  const child = spawn(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  children.add(child)
  child.once('exit', () => children.delete(child))
  return child
}
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    for (const child of children) child.kill(signal)
    process.exit(0)
  })

start([vite, 'build', '--ssr', '--watch', '--logLevel', 'warn'])
start([vite], { SAMBAR_DEV_API: api })

/** When the server was last built; null while a build is writing. */
const builtAt = () => (existsSync(sambar) ? statSync(sambar).mtimeMs : null)
for (;;) {
  const running = builtAt()
  const server = running ? start([sambar, 'serve', '--demo'], { PORT: api }) : null
  while (builtAt() === running || builtAt() === null) await sleep(300)
  // Chunks are written beside it; a moment later all of them stand.
  await sleep(300)
  if (!server || server.exitCode !== null) continue
  const ended = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGTERM')
  await ended
}
