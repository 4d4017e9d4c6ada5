import { createHmac, timingSafeEqual } from 'node:crypto'
import { deviceCodeOf, type DeviceCode } from '#protocol/device-code.ts'
import {
  countOfferTry,
  deleteOffers,
  findOffer,
  forgetOfferTry,
  insertOffer,
} from '../storage/devices.ts'
import type { Db } from '../storage/log.ts'
import type { DeviceOffice } from './device-office.ts'

export const OFFER_MS = 10 * 60_000
export const OFFER_TRIES = 5

/** Thirty bits are guessed in a moment by who has their plain hash; without the county's secret this one says nothing. */
const hashOf = ({ countySecret }: DeviceOffice, { offer, secret }: DeviceCode): Buffer =>
  createHmac('sha256', countySecret).update(`sambar/device-offer/v1\n${offer}\n${secret}`).digest()

export interface Offer {
  code: DeviceCode
  expiresMs: number
}

/** A one-time code for a device. Whatever was offered for it before is void. */
export async function makeOffer(tx: Db, office: DeviceOffice, device: string): Promise<Offer> {
  const now = office.now()
  await deleteOffers(tx, now, device)
  for (;;) {
    const code = deviceCodeOf(office.random(7))
    if (await findOffer(tx, code.offer)) continue
    const expiresMs = now + OFFER_MS
    await insertOffer(tx, {
      offer: code.offer,
      device,
      secret_hash: hashOf(office, code).toString('hex'),
      expires_ms: expiresMs,
      tries: 0,
    })
    return { code, expiresMs }
  }
}

/**
 * Counts a try at an offer before it looks whether the code is right, so that many at the same moment are as many: answers
 * the device, or null. Of the reasons for a no none is told: unknown, wrong, too late and too often are one.
 */
export async function tryOffer(
  tx: Db,
  office: DeviceOffice,
  code: DeviceCode,
): Promise<string | null> {
  const row = await countOfferTry(tx, code.offer, { now: office.now(), most: OFFER_TRIES })
  if (!row || !timingSafeEqual(hashOf(office, code), Buffer.from(row.secret_hash, 'hex')))
    return null
  await forgetOfferTry(tx, code.offer)
  return row.device
}
