/** All chance of a run comes from one of these: the same seed, the same run. */
export interface Dice {
  /** 0 ≤ x < 1 */
  roll(): number
  below(n: number): number
  chance(p: number): boolean
  pick<T>(from: readonly T[]): T
}

/** mulberry32. */
export function createDice(seed: number): Dice {
  let state = seed >>> 0
  const roll = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    roll,
    below: (n) => Math.floor(roll() * n),
    chance: (p) => roll() < p,
    pick: (from) => {
      const found = from[Math.floor(roll() * from.length)]
      if (found === undefined) throw new Error('nothing to pick from')
      return found
    },
  }
}
