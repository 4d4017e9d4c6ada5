interface Modules {
  getModuleInfo(id: string): { importers: readonly string[] } | null
}

/**
 * Puts all that the app cannot be drawn without in one file, since each file more is a wait more on a slow phone. Answers
 * the `name` of the file for a module that `start` leads to without a lazy import, or that is one of `more`; null for any other.
 */
export function startChunk(start: string, name: string, more?: RegExp) {
  const known = new Map<string, boolean>()
  const ledTo = (id: string, modules: Modules): boolean => {
    if (id.split('\\').join('/').endsWith(start)) return true
    const before = known.get(id)
    if (before !== undefined) return before
    // Modules may import each other in a circle.
    known.set(id, false)
    const importers = modules.getModuleInfo(id)?.importers ?? []
    const found = importers.some((importer) => ledTo(importer, modules))
    known.set(id, found)
    return found
  }
  return (id: string, modules: Modules): string | null =>
    ledTo(id, modules) || more?.test(id) ? name : null
}
