import type { FastifyRequest } from 'fastify'
import type { Language } from '../../cli/words.ts'

/** What a plain form can send, each at most so long; more is not read. */
const FIELDS = { code: 60, who: 60, notice: 32, part: 5, lang: 2 } as const
type Field = keyof typeof FIELDS
export type Form = Readonly<Record<Field, string>>

/** A form's body, or an address's question. Unknown fields are nobody's business here. */
export function readForm(text: string): Form {
  const given = new URLSearchParams(text)
  const field = (name: Field) => (given.get(name) ?? '').trim().slice(0, FIELDS[name])
  return {
    code: field('code'),
    who: field('who'),
    notice: field('notice'),
    part: field('part'),
    lang: field('lang'),
  }
}

/** Asked for by name, else what the browser asks for first. */
export function languageOf(request: FastifyRequest, asked: string): Language {
  if (asked === 'mn' || asked === 'zh') return asked
  return /^\s*mn\b/i.test(String(request.headers['accept-language'] ?? '')) ? 'mn' : 'zh'
}

/** A part of a list, from 0. */
export const partOf = (text: string): number => (/^\d{1,5}$/.test(text) ? Number(text) : 0)
