import { inject, ref } from 'vue'
import type { Ref } from 'vue'
import type { OpenRefusal } from '#device/api.ts'
import type { RegionCode } from '#domain/region/region.ts'
import { parseLink } from '#protocol/link.ts'
import { OUTSIDE } from './outside.ts'
import { useRouter } from './routing/router.ts'
import { whatIs } from './scan/scanned.ts'
import { useBoards } from './stores/boards.ts'
import { useSync } from './stores/sync.ts'

type Opened = { region: RegionCode } | OpenRefusal

export interface Opening {
  /** Why the last try came to nothing. */
  refused: Ref<OpenRefusal | null>
  busy: Ref<boolean>
  /** By a board's link. It holds a key: nothing keeps it but the device. */
  byLink(link: string): Promise<void>
  byCode(region: RegionCode, code: string): Promise<void>
  /** Without the key: rules and sums, no names. */
  publicly(region: RegionCode): Promise<void>
}

/** Opens a board and goes there while it is still coming; says why not else. `replace`: the screen left is not come back to. */
export function useOpening({ replace = false } = {}): Opening {
  const { device } = inject(OUTSIDE)!
  const router = useRouter()
  const boards = useBoards()
  const sync = useSync()
  const refused = ref<OpenRefusal | null>(null)
  const busy = ref(false)

  async function open(work: () => Promise<Opened>): Promise<void> {
    if (busy.value) return
    busy.value = true
    refused.value = null
    try {
      const opened = await work()
      if ('refused' in opened) {
        refused.value = opened
        return
      }
      await boards.refresh()
      void sync.sync(opened.region)
      const place = { name: 'board', params: { region: opened.region } }
      await (replace ? router.replace(place) : router.push(place))
    } finally {
      busy.value = false
    }
  }

  /**
   * A phone that holds nothing yet knows no county: there a link to another host is held against the county's list, so
   * that nobody is left waiting for a board that cannot come. Without a network the link is taken, and the sync will tell.
   */
  async function isElsewhere(link: string): Promise<boolean> {
    if (boards.boards.length > 0 || whatIs(link).kind !== 'board' || sameHost(link)) return false
    const step = await device.regions()
    const { region } = parseLink(link)
    return (
      step !== null &&
      !step.townships.some(({ region: township, villages }) =>
        [township, ...villages].some(({ code }) => code === region),
      )
    )
  }

  return {
    refused,
    busy,
    byLink: (link) =>
      open(async () =>
        (await isElsewhere(link)) ? { refused: 'otherCounty' } : device.openLink(link),
      ),
    byCode: (region, code) => open(() => device.openCode(region, code)),
    publicly: (region) => open(() => device.openPublic(region)),
  }
}

function sameHost(link: string): boolean {
  try {
    return new URL(link).host === window.location.host
  } catch {
    // A bare fragment, as pasted by whoever cut off the rest.
    return true
  }
}
