/** Markup that is safe as it stands. Text becomes markup by `html` alone, which escapes it. */
export class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Piece = string | number | Markup | null | false | undefined | readonly Piece[]

const ESCAPES: { [unit: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function written(piece: Piece): string {
  if (piece === null || piece === undefined || piece === false) return ''
  if (piece instanceof Markup) return piece.text
  if (typeof piece === 'string' || typeof piece === 'number')
    return String(piece).replace(/[&<>"']/g, (unit) => ESCAPES[unit] ?? unit)
  return piece.map(written).join('')
}

/** HTML whose gaps are filled with text, escaped, or with markup that was made here. */
export function html(texts: TemplateStringsArray, ...pieces: Piece[]): Markup {
  return new Markup(
    texts.map((text, i) => text + (i < pieces.length ? written(pieces[i]) : '')).join(''),
  )
}
