const PREFIX = 'sambar-app-'

/** Each version lies in a store of its own. */
export const storeOf = (version: string): string => PREFIX + version

/** What is remembered of all versions lies beside them. */
export const BOOTS = storeOf('boots')

/** Of `names`, the stores of other versions than `versions`; those of the time before there were two are among them. */
export function outdated(names: readonly string[], versions: readonly string[]): string[] {
  const stay = new Set([BOOTS, ...versions.map(storeOf)])
  return names.filter((name) => /^(sambar-app|workbox)-/.test(name) && !stay.has(name))
}
