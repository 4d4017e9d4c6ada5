import { parseCanonical, canonicalJson } from '#protocol/canonical-json.ts'
import { chunkLines } from '#protocol/chunk-lines.ts'
import { formatCode, parseCode } from '#protocol/code.ts'
import {
  deviceCodeOf,
  formatDeviceCode,
  formatDeviceLink,
  parseDeviceCode,
  parseDeviceLink,
  parseDeviceRoot,
} from '#protocol/device-code.ts'
import { formatHeartbeat, verifyHeartbeat } from '#protocol/device-heartbeat.ts'
import { readDeviceKey } from '#protocol/device-signature.ts'
import { BEFORE, formatOrders, parseOrders, verifyOrders } from '#protocol/device-orders.ts'
import { base64, fromBase64, fromHex, fromUtf8, hex, utf8 } from '#protocol/encoding.ts'
import { entryLeafHash, formatEntry, parseEntry } from '#protocol/entry.ts'
import { parseHead, verifyHead } from '#protocol/head.ts'
import { parseHeader } from '#protocol/header.ts'
import { formatKeyList, verifyKeyList } from '#protocol/key-list.ts'
import { boardKeyring, publicKeyring } from '#protocol/keyring.ts'
import { boardKeyOf, unwrapObjectKey, wrapKeyOf, wrapObjectKey } from '#protocol/keys.ts'
import { formatLink, parseLink } from '#protocol/link.ts'
import { formatMark, formatSheet, parseMark, parseSheet } from '#protocol/paper.ts'
import { lineAt, parseListChunk } from '#protocol/list-chunk.ts'
import { formatManifest, manifestHash, parseManifest } from '#protocol/manifest.ts'
import { openObject, plainOf, sealObject } from '#protocol/object.ts'
import { packOf, splitPack } from '#protocol/pack.ts'
import { hashOf } from '#protocol/sha256.ts'
import { parseShelf, verifyShelf } from '#protocol/shelf.ts'
import { isPin } from '#app/kiosk/pin.ts'
import { verifyCheckpoint } from '#protocol/signed-checkpoint.ts'
import { unpack } from '#protocol/unpack.ts'
import { versionDigest } from '#protocol/version.ts'
import { formatCheckpoint, parseCheckpoint } from '#transparency/checkpoint.ts'
import { ed25519 } from '#transparency/ed25519.ts'
import { nobleEd25519 } from '#transparency/noble.ts'
import { parseNote } from '#transparency/note.ts'
import {
  consistencyProof,
  inclusionProof,
  verifyConsistency,
  verifyInclusion,
} from '#transparency/proof.ts'
import { signNote } from '#transparency/sign.ts'
import { ed25519Signer } from '#transparency/signer.ts'
import {
  formatEntryBundle,
  parseEntryBundle,
  parseTilePath,
  tilePath,
} from '#transparency/tiles.ts'
import { leafHash, rangeHash, rootOf, type ReadHash } from '#transparency/tree.ts'
import { parseVkey } from '#transparency/vkey.ts'
import { DESK_CHECKS } from './check-desks.ts'
import type { ObjectVector, Vectors } from './vectors.ts'

export interface Checked {
  name: string
  ok: boolean
  /** Why not, where it is not ok. */
  why?: string
}

type Check = (v: Vectors) => Promise<boolean> | boolean

const same = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b)

function refuses(work: () => unknown): boolean {
  try {
    work()
    return false
  } catch {
    return true
  }
}

async function seals<T>({ value, salt, plain, packed, key, served, ref }: ObjectVector<T>) {
  const made = plainOf(fromHex(salt), value)
  const sealed = await sealObject({
    plain: made,
    packed: fromBase64(packed),
    key: key === null ? null : fromHex(key),
  })
  const { content, address, length, size, bytes } = sealed
  return (
    hex(made) === plain &&
    base64(bytes) === served &&
    same({ role: ref.role, content, address, length, size, open: ref.open }, ref)
  )
}

const ringOf = ({ keys: { region, epoch, boardKey } }: Vectors) =>
  boardKeyring(region, [{ epoch, key: fromHex(boardKey) }])

const opens = async (v: Vectors, { value, served, ref }: ObjectVector<unknown>) =>
  same(await openObject(ref, fromBase64(served), ringOf(v)), value)

const leavesOf = ({ tree }: Vectors) =>
  Promise.all(tree.entries.map((text) => leafHash(utf8(text))))

/** Complete subtrees straight from the leaves. */
async function reader(v: Vectors): Promise<ReadHash> {
  const leaves = await leavesOf(v)
  return (level, index) => rootOf(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level))
}

const CHECKS: Record<string, Check> = {
  'canonical JSON is written': ({ json }) =>
    json.written.every(({ value, text }) => canonicalJson(value) === text),
  'canonical JSON is read': ({ json }) =>
    json.written.every(({ value, text }) => same(parseCanonical(text), value)),
  'other JSON is refused': ({ json }) =>
    json.refused.every((text) => refuses(() => parseCanonical(text))),
  'gzip is unpacked': async ({ unpack: { size, packed } }) =>
    (await unpack(fromBase64(packed), size)).length === size,
  'what is no gzip, or of another size, is refused': async ({ unpack: { size, refused } }) => {
    const answers = refused.map((packed) =>
      unpack(fromBase64(packed), size).then(
        () => false,
        (error: { code?: string }) => error.code === 'SIZE_WRONG',
      ),
    )
    return (await Promise.all(answers)).every(Boolean)
  },
  'board key': async ({ keys: { countySecret, region, epoch, boardKey } }) =>
    hex(await boardKeyOf(fromHex(countySecret), region, epoch)) === boardKey,
  'wrap key': async ({ keys: { boardKey, region, epoch, wrapKey } }) =>
    hex(await wrapKeyOf(fromHex(boardKey), region, epoch)) === wrapKey,
  'wrap is made': async ({ keys, list: { ref, key, iv } }) => {
    const wrap = await wrapObjectKey(
      fromHex(keys.wrapKey),
      ref.content,
      fromHex(key!),
      fromHex(iv!),
    )
    return ref.open !== 'public' && ref.open[0]?.wrap === wrap
  },
  'wrap is opened': async ({ keys, list: { ref, key } }) => {
    const wrap = ref.open === 'public' ? '' : (ref.open[0]?.wrap ?? '')
    return hex(await unwrapObjectKey(fromHex(keys.wrapKey), ref.content, wrap)) === key
  },
  'header is made': ({ header }) => seals(header),
  'header is opened': (v) => opens(v, v.header),
  'header is read': ({ header: { value } }) => {
    const { v: _v, ...rest } = value
    return same(parseHeader(value), rest)
  },
  'list is made': ({ list }) => seals(list),
  'list is opened': (v) => opens(v, v.list),
  'list stays closed without its key': ({ list: { ref, served } }) =>
    openObject(ref, fromBase64(served), publicKeyring).then(
      () => false,
      (error: { code?: string }) => error.code === 'KEY_MISSING',
    ),
  'list is cut by columns': ({ list: { value, lines } }) =>
    same(chunkLines(value.notice, value.version, lines), [value]),
  'lines are read': ({ list: { value, lines } }) => {
    const chunk = parseListChunk(value)
    return lines.every((line, number) => {
      const { nameMn = null, group = null, note = null } = line
      return same(lineAt(chunk, number), { ...line, nameMn, group, note, number })
    })
  },
  'shelf is made': ({ shelf }) => seals(shelf),
  'shelf is opened and holds': async (v) => {
    const { ref, served } = v.shelf
    const shelf = parseShelf(await openObject(ref, fromBase64(served), publicKeyring))
    await verifyShelf(v.manifest.value.shelves[0]!, shelf)
    return same(shelf, v.shelf.value)
  },
  pack: async ({ pack, header, list }) => {
    const parts = [header, list].map(({ served }) => fromBase64(served))
    const bytes = packOf(parts)
    const again = splitPack([header.ref, list.ref], bytes)
    return (
      base64(bytes) === pack.bytes &&
      (await hashOf(bytes)) === pack.address &&
      same(again.map(base64), parts.map(base64))
    )
  },
  'version digest': async ({ version: { notice, version, contents, digest } }) =>
    (await versionDigest(notice, version, contents)) === digest,
  manifest: async ({ manifest: { value, text, hash } }) =>
    formatManifest(value) === text &&
    same(parseManifest(text), value) &&
    (await manifestHash(text)) === hash,
  entry: async ({ entry: { value, text, leaf } }) =>
    formatEntry(value) === text &&
    same(parseEntry(text), value) &&
    (await entryLeafHash(text)) === leaf,
  'roots of every size': async (v) => {
    const leaves = await leavesOf(v)
    const roots = await Promise.all(leaves.map((_, i) => rootOf(leaves.slice(0, i + 1))))
    const whole = await rangeHash(0, leaves.length, await reader(v))
    return same(roots.map(hex), v.tree.roots) && hex(whole) === v.tree.roots[leaves.length - 1]
  },
  'inclusion proof': async (v) => {
    const { index, size, proof } = v.tree.inclusion
    const head = { size, root: fromHex(v.tree.roots[size - 1] ?? '') }
    const leaf = (await leavesOf(v))[index]!
    await verifyInclusion(
      leaf,
      index,
      head,
      proof.map((text) => fromHex(text)),
    )
    return same((await inclusionProof(size, index, await reader(v))).map(hex), proof)
  },
  'consistency proof': async (v) => {
    const { from, to, proof } = v.tree.consistency
    const head = (size: number) => ({ size, root: fromHex(v.tree.roots[size - 1] ?? '') })
    await verifyConsistency(
      head(from),
      head(to),
      proof.map((text) => fromHex(text)),
    )
    return same((await consistencyProof(from, to, await reader(v))).map(hex), proof)
  },
  'entry bundle': ({ tree }) => {
    const bytes = formatEntryBundle(tree.entries.map(utf8))
    const read = parseEntryBundle(bytes, tree.entries.length)
    return (
      base64(bytes) === tree.bundle &&
      same(
        read.map((entry) => fromUtf8(entry)),
        tree.entries,
      )
    )
  },
  'tile path': ({
    tree: {
      tilePath: { path, ...tile },
    },
  }) => tilePath(tile) === path && same(parseTilePath(path), tile),
  'checkpoint is written and signed': async ({ checkpoint: c }) => {
    const log = await ed25519Signer(fromHex(c.log.seed), c.log.name, 'note')
    const time = await ed25519Signer(fromHex(c.timeKey.seed), c.timeKey.name, 'cosignature')
    const text = formatCheckpoint({ origin: c.origin, size: c.size, root: fromHex(c.root) })
    return (
      log.vkey === c.log.vkey &&
      time.vkey === c.timeKey.vkey &&
      text === c.text &&
      (await signNote(text, [log, time], c.time)) === c.note
    )
  },
  'checkpoint is verified': async ({ checkpoint: c, keyList }) => {
    const { size, root, time } = await verifyCheckpoint(c.note, keyList.value)
    return size === c.size && hex(root) === c.root && time === c.time
  },
  'signature holds by the platform and by the library': async ({ checkpoint: c }) => {
    const { publicKey } = await parseVkey(c.log.vkey)
    const { text, signatures } = parseNote(c.note)
    const curves = [await ed25519(), nobleEd25519]
    const answers = curves.map((curve) =>
      curve.verify(publicKey, signatures[0]!.signature, utf8(text)),
    )
    const wrong = curves.map((curve) =>
      curve.verify(publicKey, signatures[0]!.signature, utf8(`${text}x`)),
    )
    return (await Promise.all(answers)).every(Boolean) && !(await Promise.all(wrong)).some(Boolean)
  },
  'key list is written and signed': async ({ keyList: { value, rootKey, text, note } }) => {
    const root = await ed25519Signer(fromHex(rootKey.seed), rootKey.name, 'note')
    return formatKeyList(value) === text && (await signNote(text, [root])) === note
  },
  'key list is verified by its fingerprint': async ({ keyList: { value, note, fingerprint } }) => {
    const { keys, root } = await verifyKeyList(note, fromHex(fingerprint))
    return same(keys, value) && hex(root) === fingerprint
  },
  'head holds': async (v) => {
    const head = parseHead(v.head)
    const { text } = parseNote(head.checkpoint)
    const { manifest, entry, leaf } = await verifyHead(
      v.manifest.value.region,
      head,
      parseCheckpoint(text),
    )
    return same(manifest, v.manifest.value) && same(entry, v.entry.value) && leaf === v.entry.leaf
  },
  link: ({ link: { origin, region, epoch, key, root, text } }) => {
    const given = { region, epoch, key: fromHex(key), root: fromHex(root) }
    const read = parseLink(text)
    return (
      formatLink(origin, given) === text &&
      read.region === region &&
      read.epoch === epoch &&
      hex(read.key) === key &&
      hex(read.root ?? read.key) === root
    )
  },
  sheet: ({ sheet: { origin, text, ...named } }) =>
    formatSheet(origin, named) === text && same(parseSheet(text), named),
  mark: ({ mark: { origin, text, ...held } }) =>
    formatMark(origin, held) === text && same(parseMark(text), held),
  'typed code': async ({ code: { region, epoch, key, text } }) => {
    const read = await parseCode(region, [3, 2], text.toLowerCase().replace(/0/g, 'o'))
    return (
      (await formatCode(region, epoch, fromHex(key))) === text &&
      'key' in read &&
      read.epoch === epoch &&
      hex(read.key) === key
    )
  },
  'one-time code': async ({ deviceCode: { random, made, offer, secret, text } }) => {
    const code = deviceCodeOf(fromHex(random))
    const typed = text.toLowerCase().replace(/1/g, 'l')
    return (
      code.offer + code.secret === made &&
      (await formatDeviceCode({ offer, secret })) === text &&
      same(await parseDeviceCode(typed), { offer, secret }) &&
      (await parseDeviceCode(text.replace(offer[0]!, 'Z'))) === null
    )
  },
  'device link': async ({ deviceCode: { offer, secret, text, origin, root, link } }) => {
    const read = parseDeviceLink(link)
    return (
      (await formatDeviceLink(origin, { offer, secret }, fromHex(root))) === link &&
      read.code === text.replace(/ /g, '') &&
      hex(parseDeviceRoot(read.root)) === root
    )
  },
  PIN: async ({ pin: { typed, ...pin } }) =>
    (await isPin(typed, pin)) && !(await isPin('402919', pin)),
  'orders are written and signed': async ({ orders: { value, text, note }, checkpoint: c }) => {
    const log = await ed25519Signer(fromHex(c.log.seed), c.log.name, 'note')
    return formatOrders(value) === text && (await signNote(text, [log])) === note
  },
  'orders are verified': async ({ orders: { value, note }, keyList }) =>
    same(await verifyOrders(note, keyList.value, { ...value, version: value.version - 1 }), value),
  'older orders are read': ({ orders: { value, older } }) =>
    same(parseOrders(older), { ...value, orders: { ...value.orders, ...BEFORE } }),
  'heartbeat is written': ({ heartbeat: { value, body } }) => formatHeartbeat(value) === body,
  'heartbeat is verified': async ({ heartbeat: { device, key, body, signature } }) => {
    const held = await readDeviceKey(key)
    return (
      (await verifyHeartbeat(held, device, body, signature)) &&
      !(await verifyHeartbeat(held, device, `${body} `, signature))
    )
  },
}

/** Runs every check on this platform. Needs Web Crypto and nothing of Node, so that phones can run it as well. */
export function checkVectors(vectors: Vectors): Promise<Checked[]> {
  return Promise.all(
    Object.entries({ ...CHECKS, ...DESK_CHECKS }).map(async ([name, check]) => {
      try {
        return { name, ok: await check(vectors) }
      } catch (error) {
        return { name, ok: false, why: String(error) }
      }
    }),
  )
}
