import { expect, test } from 'vitest'
import { errorsIn, errorsTold, noteError } from '#app/kiosk/errors.ts'
import { paintedOn } from '#app/kiosk/painted.ts'

const shelf = (kept = new Map<string, string>()) => ({
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
  removeItem: (key: string) => void kept.delete(key),
  kept,
})

test('what goes wrong is counted by code until the county knows; what came since stays', () => {
  const storage = shelf()
  for (const code of ['script', 'promise', 'script']) noteError(storage, code)
  const told = errorsIn(storage)
  expect(told).toEqual([
    { code: 'script', count: 2 },
    { code: 'promise', count: 1 },
  ])
  noteError(storage, 'script')
  errorsTold(storage, told)
  expect(errorsIn(storage)).toEqual([{ code: 'script', count: 1 }])
  errorsTold(storage, errorsIn(storage))
  expect(storage.kept.size).toBe(0)
})

test('a tablet on which everything goes wrong fills neither its shelf nor a heartbeat', () => {
  const storage = shelf()
  for (let i = 0; i < 500; i++) noteError(storage, `code.${i}`)
  expect(errorsIn(storage)).toHaveLength(20)
})

test('whatever somebody wrote there is no error', () => {
  expect(errorsIn(shelf(new Map([['sambar.errors', 'x\n1 2\nok 3\nno -1\n<b> 4']])))).toEqual([
    { code: 'ok', count: 3 },
  ])
  expect(errorsIn(null)).toEqual([])
})

test('what is painted is read back from the page, and half of it is nothing', () => {
  const page = (dataset: Record<string, string> | null) =>
    ({ querySelector: () => dataset && { dataset } }) as unknown as ParentNode
  const mark = { region: '152529900201', seq: '7', manifest: 'ab'.repeat(32) }
  expect(paintedOn(page(mark))).toEqual({ ...mark, seq: 7 })
  for (const wrong of [
    null,
    { ...mark, region: '15' },
    { ...mark, seq: '' },
    { ...mark, seq: 'x' },
    { ...mark, manifest: '' },
    { ...mark, manifest: 'AB'.repeat(32) },
  ])
    expect(paintedOn(page(wrong))).toBe(null)
})
