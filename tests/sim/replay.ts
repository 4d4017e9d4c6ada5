import type { Run } from './simulate.ts'

/** `SIM_SEED=17` replays one run; `SIM_SEEDS=1000` makes more of them. */
const ONE = process.env['SIM_SEED']
const MANY = Number(process.env['SIM_SEEDS'] ?? 100)

/** Seeds of one of several test files, which run beside each other. */
export function seedsOf(part: number, parts: number): number[] {
  if (ONE) return part === 0 ? [Number(ONE)] : []
  return Array.from({ length: MANY }, (_, i) => i + 1).filter((seed) => seed % parts === part)
}

/** One line that brings the same run back, and what happened in it. */
export const replay = ({ seed, violation, trace }: Run): string =>
  `${violation}\n  replay: SIM_SEED=${seed} npx vitest run tests/sim\n  ${trace.join('\n  ')}`
