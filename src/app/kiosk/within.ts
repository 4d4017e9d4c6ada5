import { inject } from 'vue'
import type { InjectionKey } from 'vue'
import type { Outside } from '../outside.ts'
import type { OwnWay } from './own-way.ts'

/** The world as the tablet itself has it, behind what its readers may touch. */
export interface Within extends Outside {
  way: OwnWay
}

export const WITHIN: InjectionKey<Within> = Symbol('within')

export const useWithin = (): Within => inject(WITHIN)!
