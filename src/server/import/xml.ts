import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { LIMITS } from './limits.ts'
import type { Package } from './package.ts'
import { FileRefusal } from './refusal.ts'

export interface XmlHandler {
  /** Names come without their prefix: `x:row` and `row` are the same to a reader of one format. */
  open(name: string, attributes: Record<string, string>): void
  close?(name: string): void
  text?(text: string): void
}

/** Stands before the parser and may take some of the text for itself. */
export interface TextFilter {
  write(text: string): void
  end(): void
}

/**
 * Reads a member as XML, piece by piece. A document type is refused at sight, so that no entity
 * is ever declared; what is not well-formed is damage.
 */
export async function readXml(
  pack: Package,
  name: string,
  handler: XmlHandler,
  through?: (feed: (xml: string) => void) => TextFilter,
): Promise<void> {
  const parser = new SaxesParser({ xmlns: false, position: false, fragment: false })
  let depth = 0
  parser.on('doctype', () => {
    throw new FileRefusal('fileUnsafe')
  })
  parser.on('error', (cause) => {
    throw new FileRefusal('fileDamaged', undefined, cause)
  })
  parser.on('opentag', (tag: SaxesTagPlain) => {
    if (++depth > LIMITS.xmlDepth) throw new FileRefusal('fileLimits')
    handler.open(localName(tag.name), tag.attributes)
  })
  parser.on('closetag', (tag: SaxesTagPlain) => {
    depth--
    handler.close?.(localName(tag.name))
  })
  const onText = handler.text?.bind(handler)
  if (onText !== undefined) {
    parser.on('text', onText)
    parser.on('cdata', onText)
  }
  // A document type stands at the very top. saxes tells of it at its end only, after it held all of it.
  let head = ''
  const feed = (xml: string) => void parser.write(xml)
  const filter = through?.(feed)
  const write = filter === undefined ? feed : (text: string) => filter.write(text)
  await pack.stream(name, (text) => {
    if (head.length < 4096) {
      head += text
      if (head.includes('<!DOCTYPE') || head.includes('<!ENTITY'))
        throw new FileRefusal('fileUnsafe')
    }
    write(text)
  })
  filter?.end()
  parser.close()
}

/** Attributes are written with a prefix by some programs: `r:id`, `d3p1:id`. */
export function attribute(attributes: Record<string, string>, name: string): string | undefined {
  const plain = attributes[name]
  if (plain !== undefined) return plain
  for (const key of Object.keys(attributes)) {
    if (key.endsWith(':' + name)) return attributes[key]
  }
  return undefined
}

function localName(name: string): string {
  const colon = name.indexOf(':')
  return colon === -1 ? name : name.slice(colon + 1)
}
