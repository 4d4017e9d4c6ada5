import type { CatalogItem } from '#domain/catalog/catalog-item.ts'
import type { ReferenceName } from '#protocol/reference.ts'
import type { Device } from './api.ts'
import { SignedClock, type Clock } from './clock.ts'
import { DATA_VERSION } from './data-version.ts'
import { homeIn, type OpeningRows } from './read-opening.ts'
import { byNotice, householdView } from './read/known-lines.ts'
import { newsOf } from './read/news.ts'
import { conditionOf, fieldsById, heldBoardOf, noticesOf, printOf } from './read/summary.ts'

/** What the device would answer, by method and arguments. */
export type Answers = Map<string, unknown>

export const keyOf = (method: keyof Device, ...args: unknown[]): string =>
  JSON.stringify([method, ...args])

/**
 * What the device would answer to a screen that opens, worked out from what was read before it was awake. What these rows do
 * not tell for certain is not answered: data of a newer app, a board without its name, households read from another state.
 */
export function openingAnswers(rows: OpeningRows, time: Clock): Answers {
  const answers: Answers = new Map()
  const { settings, boards, log, notices } = rows
  const version = settings.find(({ name }) => name === 'dataVersion')?.value
  if (rows.follows.length === 0 || Number(version) !== DATA_VERSION) return answers
  const follows = [...rows.follows].sort((a, b) => a.order - b.order)
  const board = (region: string) => boards.find((one) => one.region === region)
  const held = follows.flatMap(({ region }) => board(region) ?? [])
  if (held.length < follows.length || held.some((one) => !one.held)) return answers

  const clock = new SignedClock(time)
  if (log[0]?.signedAt) clock.hear(log[0].signedAt)
  answers.set(keyOf('ages'), clock.ages())
  answers.set(
    keyOf('boards'),
    held.map((one) => heldBoardOf(one, log[0], null)),
  )
  answers.set(keyOf('homeBoard'), homeIn(rows))
  answers.set(keyOf('condition'), conditionOf(false, settings))
  const catalog = documentIn<CatalogItem[]>(rows, 'catalog') ?? []
  answers.set(keyOf('fields'), fieldsById(catalog))

  const region = notices[0]?.region
  const told = noticesOf(notices, clock.today())
  if (region) answers.set(keyOf('notices', region), told)

  const followed = (one: string) => follows.some((follow) => follow.region === one)
  const fresh = rows.households.every(
    (one) => !followed(one.region) || one.of === printOf(board(one.region)),
  )
  if (!fresh) return answers
  const households = [...rows.households].sort((a, b) => a.order - b.order)
  answers.set(
    keyOf('households'),
    households.map((one) => householdView(one, followed(one.region))),
  )
  if (region) {
    const visit = rows.visits.find((one) => one.region === region)
    const mine = byNotice(households.filter((one) => one.region === region))
    answers.set(keyOf('news', region), newsOf(board(region)?.held ?? null, visit, told, mine))
  }
  return answers
}

/** A document of the county's, where it is among what was read. */
export const documentIn = <T>({ documents }: OpeningRows, name: ReferenceName): T | null =>
  (documents.find((one) => one.name === name)?.value as T | undefined) ?? null

/** What no screen has asked for by then is not kept: it grows old. */
const KEPT_MS = 3000

/** Questions that may be answered beforehand. */
const ASKED: readonly (keyof Device)[] = [
  'ages',
  'boards',
  'homeBoard',
  'condition',
  'fields',
  'notices',
  'households',
  'news',
  'mark',
  'orders',
  'settings',
]

/**
 * The device, with answers that are here already, each given once. Any other word to the device ends it, since it may change
 * them: a sync, a household followed, a board removed.
 */
export function answerFirst(device: Device, answers: Promise<Answers | null>): Device {
  void answers.then((known) => setTimeout(() => known?.clear(), KEPT_MS))
  const wrapped = (method: keyof Device) => {
    const ask = device[method] as (...args: unknown[]) => Promise<unknown>
    return async (...args: unknown[]): Promise<unknown> => {
      const known = await answers
      const key = keyOf(method, ...args)
      if (!ASKED.includes(method)) known?.clear()
      if (!known?.has(key)) return ask(...args)
      const answer = known.get(key)
      known.delete(key)
      return answer
    }
  }
  const methods = Object.keys(device) as (keyof Device)[]
  return Object.fromEntries(methods.map((method) => [method, wrapped(method)])) as unknown as Device
}
