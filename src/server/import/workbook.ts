import type { SheetSource } from './cell.ts'
import { commentsOf } from './comments.ts'
import { LIMITS } from './limits.ts'
import { openPackage, type Package } from './package.ts'
import { FileRefusal } from './refusal.ts'
import { readSharedTexts } from './shared-texts.ts'
import { readSheetXml } from './sheet-xml.ts'
import { readDateStyles } from './styles.ts'
import { attribute, readXml } from './xml.ts'

interface Relation {
  type: string
  target: string
}

/** Opens a workbook and gives its sheets in order. Rows are read when a sheet is read, one after the other. */
export async function workbookSources(bytes: Uint8Array): Promise<SheetSource[]> {
  const pack = await openPackage(bytes)
  const main = await mainPart(pack)
  const relations = await relationsOf(pack, main)
  const book = await readBook(pack, main)
  if (book.sheets.length > LIMITS.sheets) throw new FileRefusal('fileLimits')
  const part = (ending: string) =>
    [...relations.values()].find((relation) => relation.type.endsWith(ending))?.target
  const styles = part('/styles')
  const texts = part('/sharedStrings')
  const dates =
    styles !== undefined && pack.has(styles)
      ? await readDateStyles(pack, styles)
      : new Set<number>()
  const shared = texts !== undefined && pack.has(texts) ? await readSharedTexts(pack, texts) : []
  const sources: SheetSource[] = []
  for (const sheet of book.sheets) {
    const relation = relations.get(sheet.relation)
    if (relation === undefined) throw new FileRefusal('fileDamaged')
    // Charts and dialogues have sheets of their own kinds; there are no cells in them.
    if (!relation.type.endsWith('/worksheet')) continue
    const facts: SheetSource['facts'] = { hiddenColumns: new Set(), merges: [], comments: [] }
    sources.push({
      name: sheet.name,
      hidden: sheet.hidden,
      facts,
      async read(onRow) {
        facts.comments = await commentsOf(pack, await relationsOf(pack, relation.target))
        await readSheetXml(
          pack,
          relation.target,
          { shared, dates, date1904: book.date1904 },
          facts,
          onRow,
        )
      },
    })
  }
  if (sources.length === 0) throw new FileRefusal('fileEmpty')
  return sources
}

/** Finds the workbook among the members, and refuses packages that are something else or carry programs. */
async function mainPart(pack: Package): Promise<string> {
  if (!pack.has('[Content_Types].xml')) {
    const kind = pack.names.includes('mimetype') ? 'ods' : 'zip'
    throw new FileRefusal('fileType', kind)
  }
  const types: string[] = []
  await readXml(pack, '[Content_Types].xml', {
    open(name, attributes) {
      if (name === 'Override' || name === 'Default') types.push(attributes['ContentType'] ?? '')
    },
  })
  const unsafe = /(macroEnabled|vbaProject|vbaData|macrosheet|intlMacrosheet|activeX|oleObject)/i
  if (
    types.some((type) => unsafe.test(type)) ||
    pack.names.some((name) => /vbaproject|macrosheets\/|activex\//.test(name))
  )
    throw new FileRefusal('fileUnsafe')
  if (types.some((type) => type.includes('spreadsheetml') && type.endsWith('sheet.main+xml'))) {
    for (const { type, target } of (await relationsOf(pack, '')).values()) {
      if (type.endsWith('/officeDocument')) return target
    }
    throw new FileRefusal('fileDamaged')
  }
  if (types.some((type) => type.includes('wordprocessingml')))
    throw new FileRefusal('fileType', 'docx')
  if (types.some((type) => type.includes('sheet.binary'))) throw new FileRefusal('fileType', 'xlsb')
  throw new FileRefusal('fileType', 'other')
}

async function relationsOf(pack: Package, part: string): Promise<Map<string, Relation>> {
  const slash = part.lastIndexOf('/') + 1
  const folder = part.slice(0, slash)
  const file = `${folder}_rels/${part.slice(slash)}.rels`
  const relations = new Map<string, Relation>()
  if (!pack.has(file)) return relations
  await readXml(pack, file, {
    open(name, attributes) {
      if (name !== 'Relationship' || attributes['TargetMode'] === 'External') return
      const target = resolvePart(folder, attributes['Target'] ?? '')
      relations.set(attributes['Id'] ?? '', { type: attributes['Type'] ?? '', target })
    },
  })
  return relations
}

function resolvePart(folder: string, target: string): string {
  const steps = target.startsWith('/') ? [] : folder.split('/').filter((step) => step !== '')
  for (const step of target.split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '' && step !== '.') steps.push(step)
  }
  return steps.join('/')
}

interface Book {
  date1904: boolean
  sheets: { name: string; hidden: boolean; relation: string }[]
}

async function readBook(pack: Package, part: string): Promise<Book> {
  const book: Book = { date1904: false, sheets: [] }
  await readXml(pack, part, {
    open(name, attributes) {
      if (name === 'workbookPr') book.date1904 = /^(1|true|on)$/.test(attributes['date1904'] ?? '')
      if (name !== 'sheet') return
      const state = attributes['state']
      book.sheets.push({
        name: attributes['name'] ?? '',
        hidden: state === 'hidden' || state === 'veryHidden',
        relation: attribute(attributes, 'id') ?? '',
      })
    },
  })
  return book
}
