import { ApiRefusal } from './errors.ts'

/** Deeper than any request of ours; a bomb of brackets ends here, before anything is built of it. */
const DEEPEST = 16

function tooDeep(text: string): boolean {
  let depth = 0
  let inText = false
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (inText) {
      if (unit === 0x5c) at++
      else if (unit === 0x22) inText = false
    } else if (unit === 0x22) inText = true
    else if (unit === 0x5b || unit === 0x7b) {
      if (++depth > DEEPEST) return true
    } else if (unit === 0x5d || unit === 0x7d) depth--
  }
  return false
}

/** A request's JSON, still to be parsed by its schema. Refuses what is no JSON, too deep, or reaches for prototypes. */
export function parseJsonBody(text: string): unknown {
  if (tooDeep(text)) throw new ApiRefusal(400, 'malformed')
  try {
    return JSON.parse(text, (key, value: unknown) => {
      if (key === '__proto__') throw new SyntaxError('a key that no object keeps')
      return value
    })
  } catch {
    throw new ApiRefusal(400, 'malformed')
  }
}
