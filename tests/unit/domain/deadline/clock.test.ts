import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseCatalog } from '#domain/catalog/parse-catalog.ts'
import { clockOf } from '#domain/deadline/clock.ts'
import { CLOCKS } from './catalog-clocks.ts'

const file = new URL('../../../../src/server/county-data/catalog.json', import.meta.url)
const catalog = parseCatalog(JSON.parse(readFileSync(file, 'utf8')))

describe('clocks of the catalog', () => {
  const table = CLOCKS.flatMap(({ clock, ids }) =>
    ids.split(/\s+/).map((id) => [`cat-${id}`, clock] as const),
  )

  test('the table has each of the 210 rows once', () => {
    expect(catalog).toHaveLength(210)
    expect(table.map(([id]) => id).sort()).toEqual(catalog.map(({ id }) => id).sort())
  })

  test.each(table)('%s is by %j', (id, clock) => {
    const item = catalog.find((row) => row.id === id)!
    expect(clockOf(item)).toEqual(clock)
  })

  test.each(['', '另行规定', '按上级要求', '长期公开'])('no day follows from %j', (text) =>
    expect(clockOf({ timeLimit: { text, workingDays: null } })).toEqual({ kind: 'asNeeded' }),
  )
})
