/** One measured thing, with what it is held against. Figures of one run are comparable; figures of two machines are not. */
export interface Figure {
  name: string
  /** What we do, in `unit`. */
  value: number | null
  /** What the same work costs without us, measured in this run; null where there is nothing to set against. */
  floor: number | null
  /** The limit: of value ÷ floor where a floor stands, else of the value itself. */
  bar: number
  /** Null: could not be measured here, and `said` says why. */
  ok: boolean | null
}

export interface Measured extends Figure {
  unit: string
  /** What else was counted, or why nothing was. */
  said: string
}

export type Benchmark = () => Promise<Measured>

/** Milliseconds that one run of `work` takes; the fastest of `times`, since noise only ever adds. */
export async function fastest(times: number, work: () => unknown): Promise<number> {
  let best = Infinity
  for (let i = 0; i < times; i++) {
    const began = performance.now()
    await work()
    best = Math.min(best, performance.now() - began)
  }
  return best
}

/** Bounds value ÷ floor from above. */
export function atMost(
  name: string,
  value: number,
  floor: number,
  bar: number,
  unit: string,
  said = '',
): Measured {
  return { name, value, floor, bar, ok: value <= floor * bar, unit, said }
}

/** Bounds value ÷ floor from below. */
export function atLeast(
  name: string,
  value: number,
  floor: number,
  bar: number,
  unit: string,
  said = '',
): Measured {
  return { name, value, floor, bar, ok: value >= floor * bar, unit, said }
}

const round = (value: number | null) => (value === null ? null : Number(value.toPrecision(4)))

export function toJson(figures: Measured[]): string {
  return JSON.stringify(
    figures.map(({ name, value, floor, bar, ok }): Figure => ({
      name,
      value: round(value),
      floor: round(floor),
      bar,
      ok,
    })),
  )
}

export function toTable(figures: Measured[]): string {
  const rows = figures.map((figure) => [
    figure.ok === null ? 'none' : figure.ok ? 'holds' : 'FAILS',
    figure.name,
    show(figure.value, figure.unit),
    show(figure.floor, figure.unit),
    figure.value !== null && figure.floor ? `${(figure.value / figure.floor).toFixed(2)} ×` : '',
    String(figure.bar),
    figure.said,
  ])
  const table = [['', 'name', 'value', 'floor', 'ratio', 'bar', ''], ...rows]
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)))
  return table
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function show(value: number | null, unit: string): string {
  return value === null ? '–' : `${round(value)} ${unit}`
}
