import type { RegionCode } from '#domain/region/region.ts'
import { count, flag, like, listOf, record, region, text, textUpTo } from './door.ts'
import type { KeyList } from './key-list.ts'
import {
  deviceId,
  formatSigned,
  parseSigned,
  verifySigned,
  type OrdersForm,
  type Signed,
} from './signed-orders.ts'

/** What the county lets the desk of one person do. */
export interface DeskOrders {
  person: { id: string; name: string }
  /** A role that this app does not know lets it do nothing. */
  grants: { role: string; region: RegionCode }[]
  /** Counts the changes of this person's rights; each command names the one that it was made under. */
  rights: number
  /** Links with board keys of what lies in the person's scope. */
  boards: { region: RegionCode; link: string }[]
  /** Sends what is unsent, then forgets lists and links; its owner's own texts stay. */
  revoked: boolean
}

export type SignedDeskOrders = Signed<DeskOrders>

const FORM: OrdersForm<DeskOrders> = {
  first: 'sambar/desk/v1',
  read: record<DeskOrders>({
    person: record<DeskOrders['person']>({ id: deviceId, name: textUpTo(200) }),
    grants: listOf(
      record<DeskOrders['grants'][number]>({ role: like<string>(/^[A-Za-z]{1,40}$/), region }),
      100,
    ),
    rights: count,
    boards: listOf(record<DeskOrders['boards'][number]>({ region, link: text }), 5000),
    revoked: flag,
  }),
}

/** The text that the county's log key signs (as a note, `signNote`). */
export const formatDeskOrders = (signed: SignedDeskOrders): string => formatSigned(FORM, signed)

/** Orders for this desk, as `verifySigned` believes them. */
export const verifyDeskOrders = (
  noteText: string,
  keys: KeyList,
  held: { device: string; version: number },
): Promise<SignedDeskOrders> => verifySigned(FORM, noteText, keys, held)

/** Reads the text of orders; untrusted until `verifyDeskOrders`. */
export const parseDeskOrders = (body: string): SignedDeskOrders => parseSigned(FORM, body)
