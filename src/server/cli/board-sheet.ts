import { readFile, rm, writeFile } from 'node:fs/promises'
import { renderSVG } from 'uqr'
import { parseLink } from '#protocol/link.ts'
import type { PublicSettings } from '#protocol/reference.ts'
import { html, Markup } from '../http/plain/html.ts'
import type { BoardListing } from './board.ts'
import { createWords } from './words.ts'

/** A page of paper a board: nothing on it is fetched from anywhere, so it can be carried to any printer. */
const STYLE = `
@page { size: A4; margin: 0 }
* { box-sizing: border-box; margin: 0 }
body { font: 12pt/1.5 Hudum, 'PingFang SC', 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif; color: #000; background: #fff }
section { display: flex; gap: 10mm; width: 210mm; height: 296mm; padding: 16mm 14mm; break-after: page; overflow: hidden }
section:last-of-type { break-after: auto }
.mn { writing-mode: vertical-lr; max-height: 264mm; line-height: 1.6 }
.zh { flex: 1; display: flex; flex-direction: column; gap: 5mm; min-width: 0 }
h1 { font-size: 30pt; line-height: 1.2; font-weight: 600 }
.mn h1 { font-size: 26pt; font-weight: 400 }
.kind { font-size: 15pt }
svg { width: 118mm; height: 118mm; display: block }
.code { font: 600 21pt/1.5 monospace; letter-spacing: .02em }
.small { font-size: 9.5pt; overflow-wrap: anywhere }
.foot { margin-top: auto }
.demo { border: 1pt dashed #000; padding: 0 2mm; align-self: flex-start }
`

/** The root's fingerprint as the link says it, in groups that two people can compare aloud. */
const rootOf = (link: string): string =>
  Buffer.from(parseLink(link).root ?? [])
    .toString('hex')
    .replace(/(.{4})(?=.)/g, '$1 ')

function sheetOf(board: BoardListing, order: PublicSettings['scripts']): Markup {
  const { name, link, code, demo } = board
  const address = link.split('/b#')[0]!.replace(/^https?:\/\//, '')
  const say = (language: 'zh' | 'mn') => createWords(language)
  const [zh, mn] = [say('zh'), say('mn')]
  const sides = {
    mn: html`<div class="mn" lang="mn-Mong-CN">
      <p class="kind">${mn('/villager.board.kind')}</p>
      <h1>${name.mn ?? name.zh}</h1>
      <p class="kind">${mn('board.sheetScan')}</p>
      <p>${mn('board.sheetType', { address })}</p>
      <p>${mn('board.sheetKeep')}</p>
    </div>`,
    zh: html`<div class="zh" lang="zh-Hans">
      <div>
        <p class="kind">${zh('/villager.board.kind')}</p>
        <h1>${name.zh}</h1>
      </div>
      ${demo && html`<p class="demo">${zh('/villager.shell.demoLong')}</p>`}
      <p class="kind">${zh('board.sheetScan')}</p>
      ${new Markup(renderSVG(link, { ecc: 'M', border: 2 }))}
      <p>${zh('board.sheetType', { address })}</p>
      <p class="code">${code}</p>
      <p>${zh('board.sheetKeep')}</p>
      <div class="foot small">
        <p>${zh('/villager.verified.factCounty')} ${rootOf(link)}</p>
        <p>${address} · ${board.region} · ${board.epoch}</p>
      </div>
    </div>`,
  }
  return html`<section>${order.map((script) => sides[script])}</section>`
}

/** Sheets for the wall, one a board: QR with key and fingerprint, and the code to be typed. As secret as the keys. */
export function boardSheets(
  boards: readonly BoardListing[],
  order: PublicSettings['scripts'],
  font: Uint8Array | null,
): string {
  const face = font
    ? `@font-face { font-family: Hudum; src: url(data:font/woff2;base64,${Buffer.from(font).toString('base64')}) format('woff2'); unicode-range: U+1800-18AF, U+200C-200D, U+202F, U+2048-2049 }`
    : ''
  return html`<!DOCTYPE html>
    <html lang="zh-Hans" translate="no">
      <head>
        <meta charset="utf-8" />
        <meta name="referrer" content="no-referrer" />
        <title>${createWords('zh')('/villager.board.kind')}</title>
        <style>
          ${new Markup(face + STYLE)}
        </style>
      </head>
      <body>
        ${boards.map((board) => sheetOf(board, order))}
      </body>
    </html> `.text
}

/** Only its owner may read what is written here, whatever lay in its place before. */
export async function writeSecretFile(file: string, text: string): Promise<void> {
  await rm(file, { force: true })
  await writeFile(file, text, { mode: 0o600, flag: 'wx' })
}

/** The font of the built app; without it a machine's own Mongolian font must do. */
export const hudumFont = (folder: string): Promise<Uint8Array | null> =>
  readFile(`${folder}/fonts/hudum.woff2`).catch(() => null)
