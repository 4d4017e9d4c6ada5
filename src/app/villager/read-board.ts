import type { RegionCode } from '#domain/region/region.ts'
import { useBoards } from '../stores/boards.ts'
import { useHouseholds } from '../stores/households.ts'
import { useNews } from '../stores/news.ts'
import { useNotices } from '../stores/notices.ts'

/** On the way to the screen, before it is drawn. */
let begun: { region: RegionCode; reading: Promise<void> } | null = null

/** Begins to read what a board shows. The screen takes it over by `readBoard`, troubles included. */
export function beginBoard(region: RegionCode): Promise<void> {
  const reading = read(region)
  begun = { region, reading }
  return reading
}

/** Reads what a board shows: whose it is, what hangs there, followed households, and what is new. */
export function readBoard(region: RegionCode): Promise<void> {
  const taken = begun?.region === region ? begun.reading : null
  begun = null
  return taken ?? read(region)
}

async function read(region: RegionCode): Promise<void> {
  const boards = useBoards()
  await Promise.all([
    boards.loaded ? null : boards.refresh(),
    useHouseholds().load(),
    useNotices().load(region),
    useNews().load(region),
  ])
}
