import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { delayAfter } from '#server/auth/delays.ts'
import { addPerson, changePerson } from '#server/auth/people.ts'
import { checkPassword, personOf, signIn, signOut } from '#server/auth/sessions.ts'
import { DIALECTS } from '#tests/support/databases.ts'
import { COUNTY, EAST, FIRST, openOffice, PASSWORD, taken, type TestOffice } from '../office.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

describe.each(DIALECTS)('sessions on %s', (dialect) => {
  let office: TestOffice
  beforeAll(async () => {
    office = await openOffice(dialect)
  })
  afterAll(() => office.close())
  // Yesterday's mistakes are forgotten.
  afterEach(() => office.pass(25 * HOUR))

  const enter = async (login: string, password = PASSWORD, address = '192.0.2.1') =>
    signIn(office, { login, password, address })

  test('the right password opens a session, and the token is not in the database', async () => {
    const { token, person } = taken(await enter(' Importer '))
    expect(person.grants).toEqual([{ role: 'importer', region: COUNTY }])
    expect(await personOf(office, token)).toEqual(person)
    const rows = await office.storage.read.selectFrom('sessions').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  test('wrong name, wrong password and closed account answer the same', async () => {
    taken(await changePerson(office, null, office.person('cadre-far').id, { disabled: true }))
    const answers = [
      await enter('nobody-here'),
      await enter('importer', 'wrong wrong wrong'),
      await enter('cadre-far'),
    ]
    expect(answers).toEqual(Array(3).fill({ refused: 'signInFailed' }))
  })

  test('F88 a session ends after half an hour of rest, and after twelve hours in any case', async () => {
    const { token } = taken(await enter('importer'))
    office.pass(29 * MINUTE)
    expect(await personOf(office, token)).not.toBeNull()
    office.pass(29 * MINUTE)
    expect(await personOf(office, token)).not.toBeNull()
    office.pass(31 * MINUTE)
    expect(await personOf(office, token)).toBeNull()
    const second = taken(await enter('importer')).token
    for (let minutes = 0; minutes <= 12 * 60; minutes += 20) {
      expect(await personOf(office, second)).not.toBeNull()
      office.pass(20 * MINUTE)
    }
    expect(await personOf(office, second)).toBeNull()
  })

  test('F88 it ends with sign-out, with other roles, a new password and a closed account', async () => {
    const { id } = office.person('cadre-first')
    const changes = [
      { grants: [{ role: 'cadre' as const, region: FIRST }] },
      { password: PASSWORD },
      { disabled: true },
    ]
    const out = taken(await enter('cadre-first')).token
    await signOut(office, out)
    expect(await personOf(office, out)).toBeNull()
    for (const change of changes) {
      const { token } = taken(await enter('cadre-first'))
      taken(await changePerson(office, null, id, change))
      expect(await personOf(office, token)).toBeNull()
    }
    taken(await changePerson(office, null, id, { disabled: false }))
  })

  test('F88 a session that was there before signing in is gone after it', async () => {
    const planted = taken(await enter('importer')).token
    const given = { login: 'importer', password: PASSWORD, address: '192.0.2.1', before: planted }
    const { token } = taken(await signIn(office, given))
    expect(token).not.toBe(planted)
    expect(await personOf(office, planted)).toBeNull()
  })

  test('F86 five tries are free, then each costs a longer wait, also with the right password', async () => {
    for (let n = 0; n < 5; n++)
      expect(await enter('reviewer', 'wrong')).toMatchObject({ refused: 'signInFailed' })
    expect(await enter('reviewer')).toEqual({ refused: 'tooManyTries', retryAfterSeconds: 30 })
    office.pass(30_000)
    expect(await enter('reviewer', 'wrong')).toEqual({ refused: 'signInFailed' })
    expect(await enter('reviewer')).toEqual({ refused: 'tooManyTries', retryAfterSeconds: 60 })
    // Others are not kept out by it.
    expect(await enter('auditor', PASSWORD, '192.0.2.2')).toHaveProperty('token')
    office.pass(60_000)
    expect(await enter('reviewer')).toHaveProperty('token')
    expect(await enter('reviewer', 'wrong')).toEqual({ refused: 'signInFailed' })
  })

  test('F86 many tries at once are many tries', async () => {
    const tries = Array.from({ length: 12 }, (_, n) =>
      checkPassword(office, {
        login: 'auditor-west',
        password: 'wrong',
        address: `198.51.100.${n}`,
      }),
    )
    const answers = await Promise.all(tries)
    const looked = answers.filter((a) => 'refused' in a && a.refused === 'signInFailed')
    expect(looked).toHaveLength(5)
  })

  test('F86 one address that tries everybody is slowed down too', async () => {
    const answers: string[] = []
    for (let n = 0; n < 25; n++) {
      const answer = await enter(`guess-${n}`, 'wrong', '203.0.113.9')
      answers.push('refused' in answer ? answer.refused : 'in')
    }
    expect(answers.filter((refused) => refused === 'signInFailed')).toHaveLength(20)
  })

  test('F86 at most a hundred tries a day at one account', () => {
    let tries = 0
    for (let waited = 0; waited < 24 * HOUR; waited += delayAfter(tries, 'account')) tries++
    expect(tries).toBeLessThan(100)
    expect(delayAfter(10_000, 'account')).toBe(HOUR)
  })

  test('accounts are made within the maker’s scope, and one administrator stays', async () => {
    const admin = office.person('admin')
    expect(await changePerson(office, admin, admin.id, { disabled: true })).toEqual({
      refused: 'lastAdmin',
    })
    expect(await changePerson(office, admin, admin.id, { grants: [] })).toEqual({
      refused: 'lastAdmin',
    })
    const outsider = { ...admin, grants: [{ role: 'countyAdmin' as const, region: FIRST }] }
    const grants = [{ role: 'countyAdmin' as const, region: COUNTY }]
    const { id } = office.person('auditor-west')
    expect(await changePerson(office, outsider, id, { grants })).toEqual({ refused: 'notFound' })
  })

  test('an administrator of a township is not the county’s, and has no say over accounts of nobody', async () => {
    const grants = [{ role: 'countyAdmin' as const, region: EAST }]
    const east = taken(
      await addPerson(office, null, { login: 'east', name: '示范', password: PASSWORD, grants }),
    )
    const admin = office.person('admin')
    expect(await changePerson(office, admin, admin.id, { disabled: true })).toEqual({
      refused: 'lastAdmin',
    })
    const free = taken(
      await addPerson(office, null, {
        login: 'free',
        name: '示范',
        password: PASSWORD,
        grants: [],
      }),
    )
    const password = 'another willow tree 7'
    expect(await changePerson(office, east, free.id, { password })).toEqual({ refused: 'notFound' })
    taken(await changePerson(office, admin, free.id, { password }))
  })
})
