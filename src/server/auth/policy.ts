import { inScope } from '#domain/region/region-code.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { ROLES, type Person, type Role } from './person.ts'

/** Everything that a person can be allowed, and to whom it is. What is not in this table nobody may do. */
export const MAY = {
  /** See drafts, reviews and sheets' reports. */
  readOffice: ['countyAdmin', 'importer', 'reviewer', 'cadre', 'auditor'],
  /** Hand in a sheet, keep it as drafts, correct its columns. */
  import: ['importer'],
  /** Hand a draft over to review, take it back. */
  submit: ['importer'],
  review: ['reviewer'],
  publish: ['countyAdmin', 'reviewer'],
  withdraw: ['countyAdmin', 'reviewer'],
  readPeople: ['countyAdmin', 'auditor'],
  managePeople: ['countyAdmin'],
  readAudit: ['countyAdmin', 'auditor'],
  /** See the tablets on boards: what they show, when they were last heard. */
  readDevices: ['countyAdmin', 'reviewer', 'auditor'],
  /** Give out codes for tablets, set them, restart them, take them back. */
  manageDevices: ['countyAdmin', 'reviewer'],
} as const satisfies Record<string, readonly Role[]>

export type Action = keyof typeof MAY

/**
 * What a route says of itself: open to all, to whoever is signed in, or to those who may do something. Where a route is
 * about a region, its handler asks `may` for that very region; out of scope answers like a thing that is not there.
 */
export type RoutePolicy = 'public' | 'signedIn' | Action

const rolesFor = (action: Action): readonly Role[] => MAY[action]

/** Does one of the person's roles allow it in this region? Default: no. */
export function may(person: Person, action: Action, region: RegionCode): boolean {
  const roles = rolesFor(action)
  return person.grants.some(
    (grant) => roles.includes(grant.role) && inScope(region, [grant.region]),
  )
}

/** Regions in which the person may do it, each with everything below. */
export function scopesFor(person: Person, action: Action): RegionCode[] {
  const roles = rolesFor(action)
  return person.grants.filter((grant) => roles.includes(grant.role)).map((grant) => grant.region)
}

/** Does a route of this policy open its door to this person, wherever the person's scope lies? */
export function mayEnter(person: Person | null, policy: RoutePolicy): boolean {
  if (policy === 'public') return true
  if (person === null) return false
  return policy === 'signedIn' || scopesFor(person, policy).length > 0
}

export const isRole = (text: string): text is Role => ROLES.some((role) => role === text)
