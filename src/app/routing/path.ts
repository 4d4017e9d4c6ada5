/** What stands in the places of an address that change. */
export type Params = Readonly<Record<string, string>>

export interface Pattern {
  /** Null where the path is none of these. */
  read(path: string): Params | null
  write(params: Params): string
}

/** A changing part of a path: `:name`, in brackets which texts it may be (one part of any if not said), `?` where it may lack. */
const PART = /\/:(\w+)(?:\(([^)]+)\))?(\??)/g

/** A path such as `/n/:id([0-9a-f]{32})/:version(\d+)?`. Read whatever the case, and with a slash at its end or not. */
export function pathPattern(text: string): Pattern {
  const names = [...text.matchAll(PART)].map(([, name]) => name!)
  const form = text
    .replace(PART, (_, _name, may: string = '[^/]+', lacks: string) => `(?:/(${may}))${lacks}`)
    .replace(/\/$/, '')
  const whole = new RegExp(`^${form}/?$`, 'i')
  return {
    read(path) {
      const found = whole.exec(path)
      return found && Object.fromEntries(names.map((name, i) => [name, plain(found[i + 1] ?? '')]))
    },
    write: (params) =>
      text.replace(PART, (_, name: string) =>
        params[name] ? `/${encodeURIComponent(params[name])}` : '',
      ),
  }
}

/** What nobody can read is shown as it is written. */
function plain(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
