import type { Command } from 'commander'
import { parseRegionCode } from '#domain/region/region-code.ts'
import { createPasswords } from '../auth/password.ts'
import { addPerson, changePerson } from '../auth/people.ts'
import { ROLES, type Grant } from '../auth/person.ts'
import { isRole } from '../auth/policy.ts'
import type { Auth } from '../auth/sessions.ts'
import { findLog } from '../storage/log.ts'
import type { Storage } from '../storage/open.ts'
import { findStaff, listStaff } from '../storage/staff.ts'
import { withDatabase, type Context } from './context.ts'
import { readPassword } from './io.ts'
import type { RunCommand } from './run.ts'
import { CliTrouble } from './trouble.ts'

export const authOf = (context: Context, storage: Storage): Auth => ({
  storage,
  passwords: createPasswords(context.random),
  now: context.now,
  random: context.random,
})

/** `reviewer@152529900000`: a role in a region and everything below it. */
function parseGrant(text: string): Grant {
  const [role = '', code = ''] = text.split('@')
  const region = parseRegionCode(code)
  if (!isRole(role) || region === null)
    throw new CliTrouble('grantMalformed', { grant: text, roles: ROLES.join(' ') }, 2)
  return { role, region }
}

const grantText = ({ role, region }: Grant): string => `${role}@${region}`

/** A refusal of the office as a line for people. */
export function refuse(answer: { refused: string }): never {
  const { refused, ...facts } = answer
  const told = Object.entries(facts).filter(
    (fact): fact is [string, string | number] =>
      typeof fact[1] === 'string' || typeof fact[1] === 'number',
  )
  throw new CliTrouble(refused, Object.fromEntries(told))
}

async function add(
  context: Context,
  login: string,
  options: { name: string; grant: string[] },
): Promise<number> {
  const grants = options.grant.map(parseGrant)
  return withDatabase(context, async (storage) => {
    if (!(await findLog(storage.read))) throw new CliTrouble('notInitialised')
    const password = await readPassword(context.streams, context.speaker, 'user.newPassword')
    const person = await addPerson(authOf(context, storage), null, {
      login,
      name: options.name,
      password,
      grants,
    })
    if ('refused' in person) return refuse(person)
    context.speaker.answer({ ok: true, ...person })
    context.speaker.say('user.added', { login: person.login, name: person.name })
    return 0
  })
}

async function list(context: Context): Promise<number> {
  return withDatabase(context, async (storage) => {
    const people = await listStaff(storage.read)
    context.speaker.answer({ ok: true, users: people })
    for (const { login, name, grants, disabled } of people) {
      const mark = disabled === 1 ? ` ${context.speaker.words('user.disabled')}` : ''
      context.speaker.print(`${login}  ${name}  ${grants.map(grantText).join(' ')}${mark}`)
    }
    if (people.length === 0) context.speaker.say('user.none')
    return 0
  })
}

async function change(
  context: Context,
  login: string,
  what: (context: Context) => Promise<{ password?: string; disabled?: boolean }>,
): Promise<number> {
  return withDatabase(context, async (storage) => {
    const staff = await findStaff(storage.read, login.trim().toLowerCase())
    if (!staff) throw new CliTrouble('noSuchUser', { login })
    const answer = await changePerson(authOf(context, storage), null, staff.id, await what(context))
    if ('refused' in answer) return refuse(answer)
    context.speaker.answer({ ok: true, login: staff.login })
    context.speaker.say('user.changed', { login: staff.login })
    return 0
  })
}

export function addUserCommand(program: Command, run: RunCommand): void {
  const user = program.command('user').description('user')
  user
    .command('add')
    .description('user.add')
    .argument('<login>', 'user.login')
    .requiredOption('--name <name>', 'user.name')
    .requiredOption('--grant <role@region...>', 'user.grant')
    .action((login: string, options: { name: string; grant: string[] }) =>
      run((context) => add(context, login, options)),
    )
  user
    .command('list')
    .description('user.list')
    .action(() => run(list))
  user
    .command('passwd')
    .description('user.passwd')
    .argument('<login>', 'user.login')
    .action((login: string) =>
      run((context) =>
        change(context, login, async () => ({
          password: await readPassword(context.streams, context.speaker, 'user.newPassword'),
        })),
      ),
    )
  user
    .command('disable')
    .description('user.disable')
    .argument('<login>', 'user.login')
    .option('--undo', 'user.undo')
    .action((login: string, options: { undo?: boolean }) =>
      run((context) => change(context, login, async () => ({ disabled: options.undo !== true }))),
    )
}
