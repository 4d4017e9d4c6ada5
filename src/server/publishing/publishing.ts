import type { Signer } from '#transparency/signer.ts'
import type { Db } from '../storage/log.ts'
import type { HeadFile } from './head-file.ts'
import type { Random } from './seal-objects.ts'
import type { StepHook } from './steps.ts'

/** What publishing stands on. One of these exists in one process at a time: the sequencer. */
export interface Publishing {
  db: Db
  headFile: HeadFile
  /** The log key whose turn it is at this size, by the key list. */
  logSigner: (size: number) => Promise<Signer>
  /** Timestamps checkpoints. */
  timeSigner: Signer
  countySecret: Uint8Array
  pinyin: (name: string) => string
  /** Milliseconds since 1970. */
  now: () => number
  random: Random
  /** Work in turn: nothing else may move the log meanwhile. */
  turn: <T>(work: () => Promise<T>) => Promise<T>
  /** Told of each step; only tests have one. */
  step?: StepHook
}
