import type { Person } from '../auth/person.ts'
import { DataFolderHeld } from '../keys/data-lock.ts'
import { openCounty } from '../publishing/county.ts'
import type { PublishingOffice } from '../review/publish-notices.ts'
import { actAs, officeOf } from './acting.ts'
import { signInAt, type Session } from './api.ts'
import { defaultUrl } from './board.ts'
import { countyAround, holdData, type Context, type Held } from './context.ts'
import { readPassword } from './io.ts'

/** Both ways to the log, for the same named person. Each answers the exit code. */
export interface Ways {
  /** No server holds the data folder: this process is the sequencer for a moment. */
  here: (office: PublishingOffice, person: Person) => Promise<number>
  /** A server is the sequencer: it is asked. */
  there: (session: Session) => Promise<number>
}

/** Does what moves the log, as a named person with a password. */
export async function atTheLog(
  context: Context,
  who: { user: string; url?: string },
  ways: Ways,
): Promise<number> {
  let held: Held
  try {
    held = await holdData(context)
  } catch (fault) {
    const taken =
      fault instanceof DataFolderHeld || Reflect.get(Object(fault), 'code') === 'databaseHeld'
    if (!taken) throw fault
    return askServer(context, who, ways)
  }
  try {
    const { storage } = held
    const person = await actAs(context, storage, who.user)
    const { publishing } = await openCounty(countyAround(context, storage))
    return await ways.here({ ...officeOf(context, storage), publishing }, person)
  } finally {
    await held.close()
  }
}

async function askServer(
  context: Context,
  who: { user: string; url?: string },
  { there }: Ways,
): Promise<number> {
  const url = who.url ?? defaultUrl(context.surroundings.port)
  const password = await readPassword(context.streams, context.speaker, 'user.password')
  const session = await signInAt(url, who.user, password)
  try {
    return await there(session)
  } finally {
    await session.end()
  }
}
