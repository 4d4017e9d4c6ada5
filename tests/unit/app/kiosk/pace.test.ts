import { expect, test } from 'vitest'
import { PACES, slower } from '#app/kiosk/pace.ts'

test('slower is slower, and after the slowest it is as usual again', () => {
  expect(PACES.map(slower)).toEqual([200, 400, 100])
})
