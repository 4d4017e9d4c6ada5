import { instantOf } from '#domain/calendar/day.ts'
import { inScope, levelOf } from '#domain/region/region-code.ts'
import { writeAudit } from '../storage/audit.ts'
import {
  deleteSessionsOf,
  findStaff,
  insertStaff,
  listStaff,
  putGrants,
  updateStaff,
} from '../storage/staff.ts'
import type { Db } from '../storage/log.ts'
import { whyNotPassword, type PasswordRefusal } from './password.ts'
import type { Grant, Person } from './person.ts'
import { scopesFor } from './policy.ts'
import type { Auth } from './sessions.ts'

export type PeopleRefusal =
  | PasswordRefusal
  | { refused: 'loginTaken' }
  | { refused: 'loginMalformed' }
  | { refused: 'nameMissing' }
  | { refused: 'notFound' }
  | { refused: 'outOfScope'; region: string }
  /** The last administrator of the county cannot close or demote themselves. */
  | { refused: 'lastAdmin' }

/** Null: whoever holds the server's command line. */
type By = Person | null

const LOGIN = /^[a-z0-9][a-z0-9._-]{1,31}$/

function outOfScope(by: By, grants: readonly Grant[]): PeopleRefusal | null {
  if (by === null) return null
  const scopes = scopesFor(by, 'managePeople')
  // An account without any grant is nobody's in particular: the county's.
  if (grants.length === 0 && !scopes.some((scope) => levelOf(scope) === 'county'))
    return { refused: 'outOfScope', region: scopes[0] ?? '' }
  const outside = grants.find(({ region }) => !inScope(region, scopes))
  return outside ? { refused: 'outOfScope', region: outside.region } : null
}

const note = (auth: Auth, by: By, action: string, subject: string, facts = {}) => ({
  at: instantOf(auth.now()),
  staff: by?.id ?? null,
  action,
  subject,
  facts,
})

/** A new account for a named person. There is none outside the demo before somebody makes one. */
export async function addPerson(
  auth: Auth,
  by: By,
  person: { login: string; name: string; password: string; grants: Grant[] },
): Promise<Person | PeopleRefusal> {
  const login = person.login.normalize('NFKC').trim().toLowerCase()
  const name = person.name.normalize('NFC').trim()
  if (!LOGIN.test(login)) return { refused: 'loginMalformed' }
  if (name === '') return { refused: 'nameMissing' }
  const refusal = outOfScope(by, person.grants) ?? whyNotPassword(person.password, login)
  if (refusal) return refusal
  const password = await auth.passwords.hash(person.password)
  const id = Buffer.from(auth.random(16)).toString('hex')
  return auth.storage.db.transaction().execute(async (tx): Promise<Person | PeopleRefusal> => {
    if (await findStaff(tx, login)) return { refused: 'loginTaken' }
    const created_at = instantOf(auth.now())
    await insertStaff(tx, { id, login, name, password, disabled: 0, created_at })
    await putGrants(tx, id, person.grants)
    await writeAudit(tx, note(auth, by, 'addPerson', id, { grants: person.grants }))
    return { id, login, name, grants: person.grants }
  })
}

export interface PersonChange {
  name?: string | undefined
  grants?: Grant[] | undefined
  disabled?: boolean | undefined
  password?: string | undefined
}

/** Changes an account. Whatever it is, the person's sessions end: the next request asks for the password again. */
export async function changePerson(
  auth: Auth,
  by: By,
  id: string,
  change: PersonChange,
): Promise<{ changed: string } | PeopleRefusal> {
  const all = await listStaff(auth.storage.read)
  const there = all.find((staff) => staff.id === id)
  if (!there) return { refused: 'notFound' }
  const refusal =
    (outOfScope(by, there.grants) && ({ refused: 'notFound' } as const)) ??
    (change.grants?.length ? outOfScope(by, change.grants) : null) ??
    (change.password === undefined ? null : whyNotPassword(change.password, there.login))
  if (refusal) return refusal
  if (change.name !== undefined && change.name.trim() === '') return { refused: 'nameMissing' }
  const password =
    change.password === undefined ? undefined : await auth.passwords.hash(change.password)
  return auth.storage.db
    .transaction()
    .execute(async (tx): Promise<{ changed: string } | PeopleRefusal> => {
      if (await leavesNoAdmin(tx, id, change)) return { refused: 'lastAdmin' }
      const set = {
        ...(change.name === undefined ? {} : { name: change.name.normalize('NFC').trim() }),
        ...(change.disabled === undefined ? {} : { disabled: change.disabled ? 1 : 0 }),
        ...(password === undefined ? {} : { password }),
      }
      if (Object.keys(set).length > 0) await updateStaff(tx, id, set)
      if (change.grants) await putGrants(tx, id, change.grants)
      await deleteSessionsOf(tx, id)
      const facts = {
        what: Object.keys(change).sort(),
        ...(change.grants ? { grants: change.grants } : {}),
        ...(change.disabled === undefined ? {} : { disabled: change.disabled }),
      }
      await writeAudit(tx, note(auth, by, 'changePerson', id, facts))
      return { changed: id }
    })
}

async function leavesNoAdmin(tx: Db, id: string, change: PersonChange): Promise<boolean> {
  const isAdmin = ({ grants, disabled }: { grants: Grant[]; disabled: number }) =>
    disabled === 0 &&
    grants.some(({ role, region }) => role === 'countyAdmin' && levelOf(region) === 'county')
  const staff = await listStaff(tx)
  const now = staff.find((one) => one.id === id)
  if (!now || !isAdmin(now)) return false
  const then = {
    grants: change.grants ?? now.grants,
    disabled: change.disabled === undefined ? now.disabled : change.disabled ? 1 : 0,
  }
  return !isAdmin(then) && !staff.some((one) => one.id !== id && isAdmin(one))
}
