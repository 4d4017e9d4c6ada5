import type { RegionCode } from '#domain/region/region.ts'
import { createPasswords } from '../auth/password.ts'
import { addPerson } from '../auth/people.ts'
import type { Person, Role } from '../auth/person.ts'
import type { Office } from '../review/office.ts'

/** Everybody may know it: these accounts exist where everything is invented, and nowhere else. */
export const DEMO_PASSWORD = 'shifan-shuju-2026'

export interface DemoAccount {
  login: string
  name: string
  role: Role
  region: RegionCode
}

const COUNTY = '152529000000' as RegionCode
const SUMU = '152529900000' as RegionCode
const GACHA = '152529900201' as RegionCode

/** One for every role, and a reviewer of the sumu beside the banner's. */
export const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  { login: 'guanli', name: '示范管理员', role: 'countyAdmin', region: COUNTY },
  { login: 'luru', name: '示范录入员', role: 'importer', region: COUNTY },
  { login: 'shenhe', name: '示范旗审核员', role: 'reviewer', region: COUNTY },
  { login: 'sumu', name: '示范苏木审核员', role: 'reviewer', region: SUMU },
  { login: 'gacha', name: '示范嘎查干部', role: 'cadre', region: GACHA },
  { login: 'shenji', name: '示范审计员', role: 'auditor', region: COUNTY },
]

/** A known password gains nothing from a slow hash, and the first start should be quick. */
const DEMO_COST = 12

export async function createDemoAccounts(office: Office): Promise<Map<string, Person>> {
  const passwords = createPasswords(office.random, DEMO_COST)
  const people = new Map<string, Person>()
  for (const { login, name, role, region } of DEMO_ACCOUNTS) {
    const person = await addPerson({ ...office, passwords }, null, {
      login,
      name,
      password: DEMO_PASSWORD,
      grants: [{ role, region }],
    })
    if ('refused' in person) throw new Error(`demo account ${login}: ${person.refused}`)
    people.set(login, person)
  }
  return people
}
