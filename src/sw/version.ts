declare const self: ServiceWorkerGlobalScope & {
  __SAMBAR_VERSION: string
  __SAMBAR_DESK: File[]
}

export interface File {
  url: string
  /** Null where the name already carries the hash. */
  revision: string | null
  integrity: string
}

/** Every file of this version with the hash of its bytes; written in by the build. */
export const FILES = self.__WB_MANIFEST as File[]

/** Those of the office's desks alone, which a phone without one need not fetch. */
export const DESK_FILES = self.__SAMBAR_DESK

/** The hash of all of them; the page carries it, too. Written in by the build. */
export const VERSION = self.__SAMBAR_VERSION
