import { FileRefusal } from './refusal.ts'
import { LIMITS } from './limits.ts'

const TEXT_NAMES = new Set(['csv', 'txt', 'tsv'])

/**
 * Says how a file is to be read, by its first bytes and its name together; when the two
 * disagree the file is refused, since one of them is a mistake.
 */
export function sniff(bytes: Uint8Array, name: string): 'workbook' | 'text' {
  if (bytes.length === 0) throw new FileRefusal('fileEmpty')
  if (bytes.length > LIMITS.fileBytes) throw new FileRefusal('fileLimits')
  const ending = /\.([A-Za-z0-9]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  if (starts(bytes, 0x50, 0x4b)) {
    if (ending === 'xlsm' || ending === 'xltm') throw new FileRefusal('fileUnsafe')
    if (ending === 'xlsx' || ending === '') return 'workbook'
    const kind =
      ending === 'ods' ? 'ods' : ending === 'docx' ? 'docx' : ending === 'xlsb' ? 'xlsb' : 'xlsx'
    throw new FileRefusal('fileType', kind)
  }
  if (starts(bytes, 0xd0, 0xcf, 0x11, 0xe0)) throw new FileRefusal('fileType', oleKind(bytes))
  const binary = binaryKind(bytes)
  if (binary !== null) throw new FileRefusal('fileType', binary)
  const markup = markupKind(bytes)
  if (markup !== null) throw new FileRefusal('fileType', markup)
  if (TEXT_NAMES.has(ending) || ending === '') return 'text'
  // A workbook's name on bytes that are no workbook: cut off at the front, or something else.
  if (ending === 'xlsx' && bytes.length < 4) throw new FileRefusal('fileDamaged')
  throw new FileRefusal('fileType', ending === 'xlsm' ? 'other' : 'text')
}

function starts(bytes: Uint8Array, ...head: number[]): boolean {
  return head.every((byte, i) => bytes[i] === byte)
}

function ascii(bytes: Uint8Array, from: number, to: number): string {
  return Buffer.from(
    bytes.buffer,
    bytes.byteOffset + from,
    Math.max(0, Math.min(to, bytes.length) - from),
  ).toString('latin1')
}

/** An encrypted .xlsx is the same kind of container as an old .xls, with a stream of this name in it. */
function oleKind(bytes: Uint8Array): 'encrypted' | 'xls' {
  const marker = Buffer.from('EncryptedPackage', 'utf16le')
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(marker)
    ? 'encrypted'
    : 'xls'
}

function binaryKind(bytes: Uint8Array) {
  if (ascii(bytes, 0, 5) === '%PDF-') return 'pdf'
  if (ascii(bytes, 0, 5) === '{\\rtf') return 'rtf'
  if (starts(bytes, 0x09, 0x08) || starts(bytes, 0x09, 0x04) || starts(bytes, 0x09, 0x02))
    return 'xls'
  const packed = [
    [0x1f, 0x8b],
    [0x37, 0x7a, 0xbc, 0xaf],
    [0x52, 0x61, 0x72, 0x21],
    [0x89, 0x50, 0x4e, 0x47],
    [0xff, 0xd8, 0xff],
    [0x47, 0x49, 0x46, 0x38],
    [0x7f, 0x45, 0x4c, 0x46],
  ]
  return packed.some((head) => starts(bytes, ...head)) ? 'other' : null
}

function markupKind(bytes: Uint8Array) {
  const skip = starts(bytes, 0xef, 0xbb, 0xbf) ? 3 : 0
  // UTF-16 writes a zero beside each letter; without them the same words can be looked for.
  const head = ascii(bytes, skip, 2048)
    .replace(/^[\u00fe\u00ff]{2}/, '')
    .replace(/\0/g, '')
    .trimStart()
    .toLowerCase()
  if (/^(<!doctype html|<html|<table|<head|<meta|<body|<div|<style|<!--)/.test(head)) return 'html'
  if (head.startsWith('<?xml')) return head.includes('<html') ? 'html' : 'xml'
  if (/^mime-version:/.test(head)) return 'html'
  return null
}
