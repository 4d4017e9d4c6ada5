/** Every write that a publish makes, in order. Faults are tried before and after each of them. */
export const PUBLISH_STEPS = [
  'prepare',
  'begin',
  'advance',
  'objects',
  'packs',
  'entries',
  'nodes',
  'checkpoint',
  'boards',
  'mark',
  'commit',
  'headFile',
] as const

export type PublishStep = (typeof PUBLISH_STEPS)[number]

/** Told before and after each step; what it throws is taken as that step's fault. */
export type StepHook = (step: PublishStep, when: 'before' | 'after') => void | Promise<void>

export async function runStep<T>(
  hook: StepHook | undefined,
  step: PublishStep,
  work: () => Promise<T>,
): Promise<T> {
  await hook?.(step, 'before')
  const answer = await work()
  await hook?.(step, 'after')
  return answer
}
