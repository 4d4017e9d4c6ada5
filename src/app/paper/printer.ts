import type { InjectionKey } from 'vue'
import type { Paper } from './paper-size.ts'

/** The printer beside a tablet, as its office says. A phone has none of its own: its browser asks which. */
export interface Printer {
  /** Paper for notices, and for households' slips; null: it prints none. */
  notices(): Extract<Paper, 'a4' | 'a3'> | null
  slips(): Extract<Paper, 'a5' | 'roll'> | null
  /** Hands over what is shown as paper. */
  print(): void
}

export const PRINTER: InjectionKey<Printer> = Symbol('printer')
