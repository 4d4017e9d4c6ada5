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

/**
 * Runs `sambar …` in this process, with an environment and a standard input of its own. `serve` ends as soon as it is up,
 * or when `enough` has been said.
 */
export async function sambar(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  input = '',
  enough: (said: { out: string; err: string }) => boolean = () => true,
): Promise<Said> {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const said = { out: '', err: '' }
  let stop: () => void = () => undefined
  const hear = (key: 'out' | 'err') => (bytes: Buffer) => {
    said[key] += bytes.toString()
    if (enough(said)) stop()
  }
  stdout.on('data', hear('out'))
  stderr.on('data', hear('err'))
  stdin.end(input)
  const exit = await runCli(argv, {
    streams: { stdin, stdout, stderr, env },
    now: () => Date.now(),
    random: (bytes) => new Uint8Array(randomBytes(bytes)),
    every: () => ({ stop: () => undefined }),
    stopped: () => new Promise((resolve) => (enough(said) ? resolve() : (stop = resolve))),
  })
  return { exit, ...said, json: () => JSON.parse(said.out) as Record<string, unknown> }
}
