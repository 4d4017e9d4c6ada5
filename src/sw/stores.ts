const PREFIX = 'sambar-app-'

/** Each version lies in a store of its own. */
export const storeOf = (version: string): string => PREFIX + version

/** What is remembered of all versions lies beside them. */
export const BOOTS = storeOf('boots')

/** Stands, with nothing in it, where somebody works at a desk: each version then brings the desk's files, too. */
export const DESK_MARK = 'sambar-desk'

/** Of `names`, the stores of other versions than `versions`; those of the time before there were two are among them. */
export function outdated(names: readonly string[], versions: readonly string[]): string[] {
  const stay = new Set([BOOTS, ...versions.map(storeOf)])
  return names.filter((name) => /^(sambar-app|workbox)-/.test(name) && !stay.has(name))
}
