declare const self: ServiceWorkerGlobalScope & { __SAMBAR_VERSION: string }

export interface File {
  url: string
  /** Null where the name already carries the hash. */
  revision: string | null
  integrity: string
}

/** Every file of this version with the hash of its bytes; written in by the build. */
export const FILES = self.__WB_MANIFEST as File[]

/** The hash of all of them; the page carries it, too. Written in by the build. */
export const VERSION = self.__SAMBAR_VERSION
