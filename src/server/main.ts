import { runCli } from './cli/run.ts'
import { createRandom } from './random.ts'

// The one place where the server's real clock, randomness and streams come from.
void runCli(process.argv.slice(2), {
  streams: {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
  },
  now: () => Date.now(),
  random: createRandom(),
  every: (milliseconds, work) => {
    const timer = setInterval(work, milliseconds)
    return { stop: () => clearInterval(timer) }
  },
  // Ctrl-C, `kill`, or a closed terminal.
  stopped: () =>
    new Promise((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
        process.once(signal, () => resolve())
    }),
}).then((code) => {
  process.exitCode = code
})
