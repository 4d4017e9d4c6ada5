import type { PublicSettings } from '#protocol/reference.ts'
import type { Clock } from '../clock.ts'
import { documentIn, keyOf, openingAnswers, type Answers } from '../opening.ts'
import { markIn } from '../read/summary.ts'
import type { OpeningRows } from '../read-opening.ts'
import { ordersIn, settingsIn } from './held-orders.ts'

/** What the device would answer to a tablet that opens, worked out as for a phone, with what hangs first on the wall. */
export function tabletAnswers(rows: OpeningRows, time: Clock): Answers {
  const answers = openingAnswers(rows, time)
  // The catalog was not read.
  answers.delete(keyOf('fields'))
  const [tablet] = rows.tablet
  const settings = documentIn<PublicSettings>(rows, 'settings')
  if (answers.size === 0 || !tablet || !settings) return answers
  const signed = ordersIn(tablet)
  // What was taken back is the device's to forget.
  if (signed.orders.revoked) return new Map()
  answers.set(keyOf('orders'), settingsIn(signed))
  answers.set(keyOf('settings'), settings)
  for (const board of rows.boards) answers.set(keyOf('mark', board.region), markIn(board))
  return answers
}
