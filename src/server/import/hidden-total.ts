import type { PartPlan } from './plan.ts'
import type { SpotPart } from './report.ts'

/**
 * A sheet without a total column whose header calls the total something nobody thought of: one of
 * three or more amounts is the sum of the others, line for line. Taken as a part it would double
 * everybody's money.
 */
export class HiddenTotal {
  private suspects: Set<number> | null = null
  private most = 0

  /** Takes the amounts of one line. */
  look(parts: readonly { part: SpotPart; plan: PartPlan }[]): void {
    if (this.suspects?.size === 0) return
    const found = parts.flatMap(({ part, plan }) =>
      plan.amount === null ? [] : [{ column: plan.amount.column, fen: part.amountFen ?? 0 }],
    )
    const sum = found.reduce((all, { fen }) => all + fen, 0)
    if (sum === 0) return
    const equal = found.filter(({ fen }) => fen * 2 === sum).map(({ column }) => column)
    this.suspects = new Set(
      this.suspects === null ? equal : equal.filter((column) => this.suspects!.has(column)),
    )
    this.most = Math.max(this.most, found.filter(({ fen }) => fen > 0).length)
  }

  /** The column that must be the total; null where there is none. */
  get column(): number | null {
    const [only] = this.suspects ?? []
    return only === undefined || this.most < 3 ? null : only
  }
}
