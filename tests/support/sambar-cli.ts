import { spawn } from 'node:child_process'
import { SAMBAR, type TestServer } from './server.ts'

/** The accounts of the demo county share one password, which `npm start` prints. */
export const DEMO_PASSWORD = 'shifan-shuju-2026'

export interface CliAnswer {
  exit: number
  stdout: string
  stderr: string
  /** The one object that `--json` prints. */
  json: Record<string, unknown>
}

/** Runs the built `sambar … --json` on a server's data folder, with a password on standard input. */
export function runSambar(server: TestServer, args: readonly string[]): Promise<CliAnswer> {
  const child = spawn(process.execPath, [SAMBAR, ...args, '--json'], {
    env: {
      ...process.env,
      DATABASE_URL: '',
      SAMBAR_DATA: server.dataDir,
      PORT: String(server.port),
    },
  })
  const out = { stdout: '', stderr: '' }
  child.stdout.on('data', (bytes: Buffer) => (out.stdout += bytes.toString()))
  child.stderr.on('data', (bytes: Buffer) => (out.stderr += bytes.toString()))
  child.stdin.end(`${DEMO_PASSWORD}\n`)
  return new Promise((resolve) =>
    child.once('close', (code) => {
      const json = out.stdout === '' ? {} : (JSON.parse(out.stdout) as Record<string, unknown>)
      resolve({ exit: code ?? -1, ...out, json })
    }),
  )
}

/** One sheet from file to board, by four named people: imported, submitted, reviewed, published. */
export async function publishSheet(
  server: TestServer,
  file: string,
  options: readonly string[],
): Promise<CliAnswer[]> {
  const kept = await runSambar(server, ['import', file, ...options, '--user', 'luru'])
  if (kept.exit !== 0) throw new Error(`import: ${kept.stdout} ${kept.stderr}`)
  const of = ['--import', String(kept.json['import'])]
  const steps = [
    ['submit', '--user', 'luru', ...of],
    [
      ...['review', '--user', 'shenhe', ...of, '--approve'],
      ...['--yes', 'political,legal,policy,secrecy,wording', '--reasons', '核对无误'],
    ],
    ['publish', '--user', 'guanli', ...of, '--url', server.url],
  ]
  const answers = [kept]
  for (const step of steps) {
    const answer = await runSambar(server, step)
    answers.push(answer)
    if (answer.exit !== 0) throw new Error(`${step[0]}: ${answer.stdout} ${answer.stderr}`)
  }
  return answers
}
