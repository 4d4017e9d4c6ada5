import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { Both } from '#domain/region/region.ts'
import { isRefusal, useOffice } from './office.ts'

/** Names of the villages and offices that this person works for. */
export const useRegions = defineStore('regions', () => {
  const office = useOffice()
  const names = ref(new Map<string, Both>())

  async function load(): Promise<void> {
    const answer = await office.read<{ boards: { region: string; name: Both }[] }>('office/boards')
    if (!isRefusal(answer))
      names.value = new Map(answer.boards.map(({ region, name }) => [region, name]))
  }
  const nameOf = (region: string): Both => names.value.get(region) ?? { zh: region }

  return { load, nameOf }
})
