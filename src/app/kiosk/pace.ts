/** How long a page stands, in percent of what reading takes: as ordered, twice as long, four times. For one visit. */
export type Pace = 100 | 200 | 400

export const PACES: readonly Pace[] = [100, 200, 400]

/** The next slower pace; after the slowest the usual one again. */
export const slower = (pace: Pace): Pace => PACES[(PACES.indexOf(pace) + 1) % PACES.length]!
