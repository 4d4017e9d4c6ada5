import { deflateRawSync, crc32 } from 'node:zlib'
import { unzipSync, zipSync, strToU8, strFromU8 } from 'fflate'
import { describe, expect, test } from 'vitest'
import { inventedCard } from '#tests/support/big-sheet.ts'
import { faults, id, readHere } from '#tests/support/import-here.ts'
import { makeBook, type MadeBook } from '#tests/support/make-book.ts'

const rows = [
  ['嘎查', '姓名', '身份证号', '金额'],
  ['示范嘎查一', '巴特尔', id(1), 5],
]
const book = (more: Partial<MadeBook> = {}) =>
  makeBook({ sheets: [{ name: '明细', rows }], ...more })
const refused = async (bytes: Uint8Array, name = 'a.xlsx') => {
  const report = await readHere(bytes, name)
  expect(report.accepted).toBe(false)
  return [report.errors[0]!.code, report.errors[0]!.kind]
    .filter((part) => part !== undefined)
    .join(' ')
}
/** The same package with one member's text changed. */
function edited(bytes: Uint8Array, name: string, change: (text: string) => string): Uint8Array {
  const files = unzipSync(bytes)
  files[name] = strToU8(change(strFromU8(files[name]!)))
  return zipSync(files)
}
const ole = (inside: string) =>
  Buffer.concat([
    Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
    Buffer.alloc(600),
    Buffer.from(inside, 'utf16le'),
    Buffer.alloc(600),
  ])

describe('files that are something else are refused by what they are', () => {
  test.each<[string, string, Uint8Array, string]>([
    ['an old workbook', 'a.xls', ole('Workbook'), 'fileType xls'],
    ['a WPS workbook', 'a.et', ole('Workbook'), 'fileType xls'],
    ['an old workbook under a new name', 'a.xlsx', ole('Workbook'), 'fileType xls'],
    ['a workbook with a password', 'a.xlsx', ole('EncryptedPackage'), 'fileType encrypted'],
    ['a bare BIFF stream', 'a.xls', Buffer.from([0x09, 0x08, 0x10, 0, 0, 6, 5, 0]), 'fileType xls'],
    [
      'a web page',
      'a.csv',
      Buffer.from('<!DOCTYPE html><table><tr><td>姓名</td></tr></table>'),
      'fileType html',
    ],
    [
      'a web page in UTF-16',
      'a.xls',
      Buffer.from('\ufeff<html><table></table></html>', 'utf16le'),
      'fileType html',
    ],
    ['a web archive', 'a.xls', Buffer.from('MIME-Version: 1.0\r\n'), 'fileType html'],
    [
      'a workbook of 2003 in XML',
      'a.xml',
      Buffer.from('<?xml version="1.0"?><Workbook/>'),
      'fileType xml',
    ],
    ['a PDF', 'a.pdf', Buffer.from('%PDF-1.7\n'), 'fileType pdf'],
    ['a PDF under a wrong name', 'a.xlsx', Buffer.from('%PDF-1.7\n'), 'fileType pdf'],
    ['a letter', 'a.csv', Buffer.from('{\\rtf1\\ansi}'), 'fileType rtf'],
    ['a picture', 'a.csv', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]), 'fileType other'],
    [
      'a text under the name of a workbook',
      'a.xlsx',
      Buffer.from('嘎查,姓名,金额\n'),
      'fileType text',
    ],
    [
      'a text under the name of an old workbook',
      'a.xls',
      Buffer.from('嘎查\t姓名\t金额\n'),
      'fileType text',
    ],
    ['an archive', 'a.xlsx', zipSync({ 'a.txt': strToU8('x') }), 'fileType zip'],
    [
      'an open document',
      'a.xlsx',
      zipSync({ mimetype: strToU8('application/vnd.oasis.opendocument.spreadsheet') }),
      'fileType ods',
    ],
    [
      'a document',
      'a.xlsx',
      book({
        contentType:
          'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml',
      }),
      'fileType docx',
    ],
    [
      'a binary workbook',
      'a.xlsx',
      book({ contentType: 'application/vnd.ms-excel.sheet.binary.macroEnabled.main' }),
      'fileUnsafe',
    ],
    ['a workbook under the name of another kind', 'a.ods', book(), 'fileType ods'],
    ['nothing', 'a.xlsx', new Uint8Array(0), 'fileEmpty'],
    ['blanks', 'a.csv', Buffer.from('\ufeff\r\n ,,\r\n'), 'fileEmpty'],
  ])('%s', async (_, name, bytes, code) => {
    expect(await refused(bytes, name)).toBe(code)
  })
})

describe('what could run or blow up is refused before it is read', () => {
  test('macros, whatever the file is called', async () => {
    expect(await refused(book(), 'a.xlsm')).toBe('fileUnsafe')
    expect(await refused(book({ extra: { 'xl/vbaProject.bin': 'x' } }))).toBe('fileUnsafe')
    expect(await refused(book({ extra: { 'xl/macrosheets/sheet1.xml': '<x/>' } }))).toBe(
      'fileUnsafe',
    )
    expect(
      await refused(book({ contentType: 'application/vnd.ms-excel.sheet.macroEnabled.main+xml' })),
    ).toBe('fileUnsafe')
  })

  test.each([
    'xl/workbook.xml',
    'xl/worksheets/sheet1.xml',
    'xl/styles.xml',
    '[Content_Types].xml',
    'xl/sharedStrings.xml',
  ])('a document type in %s', async (name) => {
    const bomb = (text: string) =>
      text.replace(
        /^(<\?xml.*?\?>)/,
        '$1<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
      )
    expect(await refused(edited(book({ shared: true }), name, bomb))).toBe('fileUnsafe')
    const late = (text: string) =>
      text.replace(
        /^(<\?xml.*?\?>)/,
        `$1<!--${'x'.repeat(9000)}--><!DOCTYPE x SYSTEM "file:///etc/passwd">`,
      )
    expect(await refused(edited(book({ shared: true }), name, late))).toBe('fileUnsafe')
  })

  test('an entity that nobody declared', async () => {
    expect(
      await refused(
        edited(book(), 'xl/worksheets/sheet1.xml', (text) => text.replace('巴特尔', '&xxe;')),
      ),
    ).toBe('fileDamaged')
  })

  test('a member that unpacks to far more than it was packed to', async () => {
    const blank = `<worksheet xmlns="x"><sheetData>${' '.repeat(30_000_000)}</sheetData></worksheet>`
    expect(await refused(edited(book(), 'xl/worksheets/sheet1.xml', () => blank))).toBe(
      'fileLimits',
    )
  })

  test('sizes that lie', async () => {
    const bytes = book()
    const view = Buffer.from(bytes)
    const directory = view.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]))
    const smaller = Buffer.from(view)
    smaller.writeUInt32LE(10, directory + 24)
    const larger = Buffer.from(view)
    larger.writeUInt32LE(4_000_000_000, directory + 24)
    expect(await refused(smaller)).toBe('fileDamaged')
    expect(await refused(larger)).toBe('fileLimits')
  })

  test('a byte changed inside a packed member is noticed by its checksum', async () => {
    const text = new TextEncoder().encode('<a>1</a>')
    expect(crc32(deflateRawSync(text))).not.toBe(0)
    const files = unzipSync(book())
    const stored = zipSync(files, { level: 0 })
    const at = Buffer.from(stored).indexOf('<v>5</v>')
    stored[at + 3] = '6'.charCodeAt(0)
    expect(await refused(stored)).toBe('fileDamaged')
  })

  test('thousands of members, of sheets, of columns, of rows apart', async () => {
    const many = Object.fromEntries(Array.from({ length: 2500 }, (_, i) => [`x/${i}.xml`, '<a/>']))
    expect(await refused(book({ extra: many }))).toBe('fileLimits')
    const sheets = Array.from({ length: 450 }, (_, i) => ({ name: `s${i}`, rows: [] }))
    expect(await refused(makeBook({ sheets }))).toBe('fileLimits')
    const far = (ref: string, row: number) => (text: string) =>
      text.replace(
        '</sheetData>',
        `<row r="${row}"><c r="${ref}" t="inlineStr"><is><t>.</t></is></c></row></sheetData>`,
      )
    expect(await refused(edited(book(), 'xl/worksheets/sheet1.xml', far('XFD3', 3)))).toBe(
      'fileLimits',
    )
    expect(
      await refused(edited(book(), 'xl/worksheets/sheet1.xml', far('A1048576', 1048576))),
    ).toBe('fileLimits')
    expect(
      await refused(edited(book(), 'xl/worksheets/sheet1.xml', far('A1048577', 1048577))),
    ).toBe('fileDamaged')
  })

  test('cells that only carry a frame, a million rows of them, do no harm', async () => {
    const frames = Array.from(
      { length: 30_000 },
      (_, i) => `<row r="${i + 3}"><c r="A${i + 3}" s="2"/></row>`,
    ).join('')
    const report = await readHere(
      edited(book(), 'xl/worksheets/sheet1.xml', (text) =>
        text.replace('</sheetData>', `${frames}</sheetData>`),
      ),
      'a.xlsx',
    )
    expect(faults(report)).toEqual([])
  })

  test('XML that is cut off, out of order, or twice', async () => {
    const sheet = 'xl/worksheets/sheet1.xml'
    expect(await refused(edited(book(), sheet, (text) => text.slice(0, -30)))).toBe('fileDamaged')
    expect(
      await refused(edited(book(), sheet, (text) => text.replace('<row r="2">', '<row r="1">'))),
    ).toBe('fileDamaged')
    expect(await refused(edited(book(), sheet, (text) => text.replace('r="B2"', 'r="A2"')))).toBe(
      'fileDamaged',
    )
    expect(
      await refused(
        edited(book({ shared: true }), sheet, (text) => text.replace(/<v>0<\/v>/, '<v>99</v>')),
      ),
    ).toBe('fileDamaged')
    expect(
      await refused(edited(book(), sheet, (text) => text.replace('<v>5</v>', '<v>five</v>'))),
    ).toBe('fileDamaged')
    expect(
      await refused(
        edited(book(), 'xl/workbook.xml', (text) => text.replace('r:id="rId1"', 'r:id="rId9"')),
      ),
    ).toBe('fileDamaged')
  })
})

describe('personal numbers in names', () => {
  test.each([`花名册${id(3)}.csv`, `19900001234名单.csv`, `${inventedCard(3)}.csv`])(
    'a file called after a number',
    async (name) => {
      const report = await readHere(Buffer.from('嘎查,姓名,金额\n示范嘎查一,巴特尔,5\n'), name)
      expect(faults(report)).toEqual(['idInFileName'])
    },
  )

  test('dates and times in a file name are no numbers of persons', async () => {
    const report = await readHere(
      Buffer.from('嘎查,姓名,金额\n示范嘎查一,巴特尔,5\n'),
      '残疾人两项补贴20250131-20250131123456.csv',
    )
    expect(faults(report)).toEqual([])
  })

  test('a hidden sheet called after a number', async () => {
    const report = await readHere(
      makeBook({
        sheets: [
          { name: '明细', rows },
          { name: `旧${id(5)}`.slice(0, 31), rows: [], state: 'hidden' },
        ],
      }),
      'a.xlsx',
    )
    expect(faults(report)).toEqual(['idInSheetName'])
    expect(JSON.stringify(report)).not.toContain(id(5))
  })
})
