import { randomBytes } from 'node:crypto'
import { PassThrough } from 'node:stream'
import { runCli } from '#server/cli/run.ts'

export interface Said {
  exit: number
  out: string
  err: string
  /** The one object of `--json`; throws where stdout holds anything else. */
  json(): Record<string, unknown>
}

/** Runs `sambar …` in this process, with an environment and a standard input of its own. */
export async function sambar(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  input = '',
): Promise<Said> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const said = { out: '', err: '' }
  stdout.on('data', (bytes: Buffer) => (said.out += bytes.toString()))
  stderr.on('data', (bytes: Buffer) => (said.err += bytes.toString()))
  stdin.end(input)
  const exit = await runCli(argv, {
    streams: { stdin, stdout, stderr, env },
    now: () => Date.now(),
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    every: () => ({ stop: () => undefined }),
    stopped: async () => undefined,
  })
  return { exit, ...said, json: () => JSON.parse(said.out) as Record<string, unknown> }
}
