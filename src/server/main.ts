import { randomBytes } from 'node:crypto'
import { runCli } from './cli/run.ts'

// The one place where the server's real clock, randomness and streams come from.
void runCli(process.argv.slice(2), {
  streams: {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
  },
  now: () => Date.now(),
  random: (bytes) => new Uint8Array(randomBytes(bytes)),
}).then((code) => {
  process.exitCode = code
})
