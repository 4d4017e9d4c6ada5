import type { PublicHeader, PublicLine } from '#domain/privacy/public-notice.ts'
import type { Command } from '#protocol/command.ts'
import type { SignedDeskOrders } from '#protocol/desk-orders.ts'
import type { Heartbeat } from '#protocol/device-heartbeat.ts'
import type { PinHash, SignedOrders } from '#protocol/device-orders.ts'
import type { KeyList } from '#protocol/key-list.ts'
import type { SentObjection } from '#protocol/objection.ts'
import type { ObjectionPlace, ObjectionTo, ObjectionWords } from '#protocol/objection-seal.ts'
import type { ReceiptCode } from '#protocol/receipt-code.ts'
import type { Receipts } from '#protocol/receipts.ts'
import type { Entry, Head, ListValue, Manifest, ObjectRef, Shelf } from '#protocol/shapes.ts'
import type { Hash } from '#domain/board/board-state.ts'
import type { BoardMark } from '#domain/board/cross-check.ts'
import type { SheetName } from '#domain/board/sheet-verdict.ts'
import type { NoticeId } from '#domain/notice/notice.ts'
import type { RegionCode } from '#domain/region/region.ts'

/** Bytes are hex; long ones (`packed`, `served`, `bytes`, `bundle`) base64. */
export interface ObjectVector<T> {
  value: T
  salt: string
  plain: string
  packed: string
  key: string | null
  iv: string | null
  served: string
  ref: ObjectRef
}

interface KeyVector {
  name: string
  seed: string
  vkey: string
}

/** What formats.json holds. */
export interface Vectors {
  json: { written: { value: unknown; text: string }[]; refused: string[] }
  unpack: { size: number; packed: string; refused: string[] }
  keys: {
    countySecret: string
    region: RegionCode
    epoch: number
    boardKey: string
    wrapKey: string
  }
  header: ObjectVector<PublicHeader & { v: 1 }>
  list: ObjectVector<ListValue> & { lines: PublicLine[] }
  shelf: ObjectVector<Shelf>
  pack: { bytes: string; address: Hash; length: number }
  version: { notice: NoticeId; version: number; contents: Hash[]; digest: Hash }
  manifest: { value: Manifest; text: string; hash: Hash }
  entry: { value: Entry; text: string; leaf: Hash }
  tree: {
    entries: string[]
    roots: string[]
    inclusion: { index: number; size: number; proof: string[] }
    consistency: { from: number; to: number; proof: string[] }
    bundle: string
    tilePath: { level: number; index: number; width: number; path: string }
  }
  checkpoint: {
    origin: string
    size: number
    root: string
    time: number
    log: KeyVector
    timeKey: KeyVector
    text: string
    note: string
  }
  keyList: { value: KeyList; rootKey: KeyVector; fingerprint: string; text: string; note: string }
  head: Head
  link: {
    origin: string
    region: RegionCode
    epoch: number
    key: string
    root: string
    text: string
  }
  code: { region: RegionCode; epoch: number; key: string; text: string }
  sheet: SheetName & { origin: string; text: string }
  mark: BoardMark & { origin: string; text: string }
  deviceCode: {
    random: string
    made: string
    offer: string
    secret: string
    text: string
    origin: string
    root: string
    link: string
  }
  pin: PinHash & { typed: string }
  /** `older`: the same as before loop and printer could be ordered. */
  orders: { value: SignedOrders; text: string; note: string; older: string }
  /** The signature is base64 of r ‖ s; the key of its SPKI. */
  heartbeat: { device: string; key: string; value: Heartbeat; body: string; signature: string }
  command: {
    desk: string
    key: string
    value: Command
    body: string
    signature: string
    hash: Hash
    textHash: Hash
  }
  receipts: { value: Receipts; text: string; note: string }
  deskOrders: { value: SignedDeskOrders; text: string; note: string }
  receiptCode: {
    random: string
    code: ReceiptCode
    text: string
    mark: string
    answerKey: string
    origin: string
    region: RegionCode
    link: string
  }
  objection: {
    words: ObjectionWords
    place: ObjectionPlace
    to: ObjectionTo
    office: { jwk: JsonWebKey; spki: string }
    once: JsonWebKey
    iv: string
    presenceKey: string
    value: SentObjection
    body: string
    answer: { words: string; step: number; iv: string; sealed: string }
  }
}
