import { strToU8, zipSync } from 'fflate'

/** A cell of a made workbook: text, number, or with more said about it. */
export type MadeCell =
  | string
  | number
  | null
  | {
      v?: string | number
      f?: string
      t?: 's' | 'str' | 'n' | 'b' | 'e' | 'd' | 'inlineStr'
      s?: number
      raw?: string
    }

export interface MadeSheet {
  name: string
  rows: MadeCell[][]
  state?: 'hidden' | 'veryHidden'
  merges?: string[]
  hiddenRows?: number[]
  hiddenColumns?: number[]
  comments?: string[]
  threaded?: string[]
  /** Number of the first row, 1 else. */
  from?: number
}

export interface MadeBook {
  sheets: MadeSheet[]
  /** Texts go into the table of shared texts instead of the cells. */
  shared?: boolean
  date1904?: boolean
  /** Prefix of all elements, as some programs write it. */
  prefix?: string
  extra?: Record<string, string | Uint8Array>
  contentType?: string
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'

const escape = (text: string) =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')

export function columnName(index: number): string {
  return index < 26
    ? String.fromCharCode(65 + index)
    : columnName(Math.floor(index / 26) - 1) + columnName(index % 26)
}

/** Writes an .xlsx by hand, so that tests decide every attribute in it. Style 1 is a date, style 2 plain. */
export function makeBook(book: MadeBook): Uint8Array {
  const x = book.prefix === undefined ? '' : `${book.prefix}:`
  const ns = book.prefix === undefined ? `xmlns="${MAIN}"` : `xmlns:${book.prefix}="${MAIN}"`
  const texts: string[] = []
  const files: Record<string, Uint8Array> = {}
  const put = (name: string, text: string | Uint8Array) => {
    files[name] = typeof text === 'string' ? strToU8(text) : text
  }
  const xml = (body: string) => `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${body}`

  const cell = (value: MadeCell, ref: string): string => {
    if (value === null) return ''
    if (typeof value === 'string') {
      if (book.shared !== true)
        return `<${x}c r="${ref}" t="inlineStr"><${x}is><${x}t xml:space="preserve">${escape(value)}</${x}t></${x}is></${x}c>`
      let at = texts.indexOf(value)
      if (at === -1) at = texts.push(value) - 1
      return `<${x}c r="${ref}" t="s"><${x}v>${at}</${x}v></${x}c>`
    }
    if (typeof value === 'number') return `<${x}c r="${ref}"><${x}v>${value}</${x}v></${x}c>`
    if (value.raw !== undefined) return value.raw
    const type = value.t === undefined ? '' : ` t="${value.t}"`
    const style = value.s === undefined ? '' : ` s="${value.s}"`
    const formula = value.f === undefined ? '' : `<${x}f>${escape(value.f)}</${x}f>`
    const content = value.v === undefined ? '' : `<${x}v>${escape(String(value.v))}</${x}v>`
    return `<${x}c r="${ref}"${type}${style}>${formula}${content}</${x}c>`
  }

  book.sheets.forEach((sheet, i) => {
    const n = i + 1
    const from = sheet.from ?? 1
    const cols = (sheet.hiddenColumns ?? [])
      .map((c) => `<${x}col min="${c + 1}" max="${c + 1}" width="9" hidden="1"/>`)
      .join('')
    const rows = sheet.rows.map((values, r) => {
      const hidden = sheet.hiddenRows?.includes(r + from) ? ' hidden="1"' : ''
      return `<${x}row r="${r + from}"${hidden}>${values.map((value, c) => cell(value, `${columnName(c)}${r + from}`)).join('')}</${x}row>`
    })
    const merges = (sheet.merges ?? []).map((ref) => `<${x}mergeCell ref="${ref}"/>`).join('')
    put(
      `xl/worksheets/sheet${n}.xml`,
      xml(
        `<${x}worksheet ${ns}>${cols === '' ? '' : `<${x}cols>${cols}</${x}cols>`}<${x}sheetData>${rows.join('')}</${x}sheetData>${merges === '' ? '' : `<${x}mergeCells>${merges}</${x}mergeCells>`}</${x}worksheet>`,
      ),
    )
    const relations: string[] = []
    if (sheet.comments !== undefined) {
      relations.push(
        `<Relationship Id="rId1" Type="${OFFICE}/comments" Target="../comments${n}.xml"/>`,
      )
      put(
        `xl/comments${n}.xml`,
        xml(
          `<comments xmlns="${MAIN}"><authors><author>A</author></authors><commentList>${sheet.comments.map((ref) => `<comment ref="${ref}" authorId="0"><text><t>说</t></text></comment>`).join('')}</commentList></comments>`,
        ),
      )
    }
    if (sheet.threaded !== undefined) {
      relations.push(
        `<Relationship Id="rId2" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" Target="../threadedComments/threadedComment${n}.xml"/>`,
      )
      put(
        `xl/threadedComments/threadedComment${n}.xml`,
        xml(
          `<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">${sheet.threaded.map((ref) => `<threadedComment ref="${ref}" id="{1}"><text>说</text></threadedComment>`).join('')}</ThreadedComments>`,
        ),
      )
    }
    if (relations.length > 0)
      put(
        `xl/worksheets/_rels/sheet${n}.xml.rels`,
        xml(
          `<Relationships xmlns="${PACKAGE}/relationships">${relations.join('')}</Relationships>`,
        ),
      )
  })

  const sheets = book.sheets
    .map(
      (sheet, i) =>
        `<${x}sheet name="${escape(sheet.name)}" sheetId="${i + 1}"${sheet.state === undefined ? '' : ` state="${sheet.state}"`} r:id="rId${i + 1}"/>`,
    )
    .join('')
  put(
    'xl/workbook.xml',
    xml(
      `<${x}workbook ${ns} xmlns:r="${OFFICE}">${book.date1904 === true ? `<${x}workbookPr date1904="1"/>` : ''}<${x}sheets>${sheets}</${x}sheets></${x}workbook>`,
    ),
  )
  const relations = book.sheets.map(
    (_, i) =>
      `<Relationship Id="rId${i + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`,
  )
  relations.push(`<Relationship Id="rIdS" Type="${OFFICE}/styles" Target="styles.xml"/>`)
  if (book.shared === true) {
    relations.push(
      `<Relationship Id="rIdT" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/>`,
    )
    put(
      'xl/sharedStrings.xml',
      xml(
        `<sst xmlns="${MAIN}">${texts.map((text) => `<si><t xml:space="preserve">${escape(text)}</t></si>`).join('')}</sst>`,
      ),
    )
  }
  put(
    'xl/styles.xml',
    xml(
      `<styleSheet xmlns="${MAIN}"><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="4"/></cellXfs></styleSheet>`,
    ),
  )
  put(
    'xl/_rels/workbook.xml.rels',
    xml(`<Relationships xmlns="${PACKAGE}/relationships">${relations.join('')}</Relationships>`),
  )
  put(
    '_rels/.rels',
    xml(
      `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
  )
  put(
    '[Content_Types].xml',
    xml(
      `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${book.contentType ?? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'}"/></Types>`,
    ),
  )
  for (const [name, content] of Object.entries(book.extra ?? {})) put(name, content)
  return zipSync(files, { level: 6 })
}
