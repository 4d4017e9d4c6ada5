import { createInterface } from 'node:readline'
import { Writable, type Readable } from 'node:stream'
import { CliTrouble, troubleOf } from './trouble.ts'
import { createWords, type Facts, type Language, type Words } from './words.ts'

/** Where a command reads and writes; the process's own in production. */
export interface Streams {
  stdin: Readable & { isTTY?: boolean; setRawMode?: (raw: boolean) => unknown }
  stdout: Writable
  stderr: Writable
  env: NodeJS.ProcessEnv
}

/** One run of a command: how it speaks. With `--json` only one object goes to stdout and words stay away from it. */
export interface Speaker {
  json: boolean
  words: Words
  /** A line for people; silent with `--json`. */
  say(key: string, facts?: Facts): void
  /** A line as it is; silent with `--json`. */
  print(line: string): void
  /** The answer for programs; silent without `--json`. */
  answer(value: unknown): void
}

export function createSpeaker(streams: Streams, language: Language, json: boolean): Speaker {
  const words = createWords(language)
  const print = (line: string): void => {
    if (!json) streams.stdout.write(`${line}\n`)
  }
  return {
    json,
    words,
    print,
    say: (key, facts) => print(words(key, facts)),
    answer: (value) => {
      if (json) streams.stdout.write(`${JSON.stringify(value)}\n`)
    },
  }
}

/** Tells what went wrong in one line, never with a stack for a known trouble, and gives the exit code. */
export function tellTrouble(streams: Streams, speaker: Speaker, fault: unknown): number {
  const trouble = troubleOf(fault)
  if (trouble === null) {
    const text = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)
    streams.stderr.write(`${text}\n`)
    if (speaker.json) speaker.answer({ ok: false, error: 'fault' })
    return 1
  }
  const { code, facts } = trouble
  // A refusal of the office may have its words at the server's door only; one without any is told by its code.
  const told = [`errors.${code}`, `/api.errors.${code}`]
    .map((key) => ({ key, text: speaker.words(key, facts) }))
    .find(({ key, text }) => !text.startsWith(key))
  streams.stderr.write(`sambar: ${told?.text ?? speaker.words('errors.refused', { code })}\n`)
  speaker.answer({ ok: false, error: trouble.code, ...trouble.facts })
  return trouble.exit
}

/**
 * A password: from the terminal without echo, else the first line of stdin. Never from the command line, where every
 * other user of the machine could read it.
 */
export async function readPassword(
  streams: Streams,
  speaker: Speaker,
  question: string,
): Promise<string> {
  const { stdin } = streams
  const terminal = stdin.isTTY === true && stdin.setRawMode !== undefined
  if (terminal) streams.stderr.write(`${speaker.words(question)} `)
  // readline echoes to its output; one that swallows everything keeps the password off the screen.
  const nowhere = new Writable({ write: (_bytes, _encoding, done) => done() })
  const lines = createInterface({ input: stdin, output: nowhere, terminal })
  try {
    const line = await new Promise<string | null>((resolve) => {
      lines.once('line', resolve)
      lines.once('close', () => resolve(null))
    })
    if (terminal) streams.stderr.write('\n')
    if (line === null || line === '') throw new CliTrouble('passwordMissing', {}, 2)
    return line
  } finally {
    lines.close()
  }
}
