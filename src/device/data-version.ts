/** Grows when older code could no longer read what newer code wrote. Dexie opens a newer database without a word. */
export const DATA_VERSION = 1
