import type { RegionCode } from '#domain/region/region.ts'

/** What a member of staff may be. Villagers need no account. */
export const ROLES = ['countyAdmin', 'importer', 'reviewer', 'cadre', 'auditor'] as const
export type Role = (typeof ROLES)[number]

/** A role in a region and everything below it. */
export interface Grant {
  role: Role
  region: RegionCode
}

/** A named person who is signed in, or who acts on the command line with a password. */
export interface Person {
  /** 32 hex digits. */
  id: string
  login: string
  name: string
  grants: Grant[]
}
