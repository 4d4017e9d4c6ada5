/** `npm start`: installs and builds where needed, then serves. Words after `--` go to `sambar serve`. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureBuild, ensurePackages, root } from './ensure.mjs'

const failed = (await ensurePackages()) || (await ensureBuild())
if (failed) process.exit(failed)

const words = process.argv.slice(2)
const args = [
  join(root, 'dist/server/sambar.js'),
  'serve',
  ...(words.length > 0 ? words : ['--demo']),
]
const server = spawn(process.execPath, args, { stdio: 'inherit', cwd: root })

// Ctrl-C reaches the server by itself, from the terminal; a signal to this process alone is passed on.
let asked = 0
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => {
    asked++
    if (signal !== 'SIGINT' || !process.stdin.isTTY || asked > 1) server.kill(signal)
  })
server.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' || asked ? 0 : 1)))
