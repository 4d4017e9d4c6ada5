import { expect, test } from 'vitest'
import { dialOf } from '#app/phone.ts'

test.each([
  ['0479-0000001', 'tel:04790000001'],
  ['旗农牧局 0479-0000001 转 12', 'tel:04790000001'],
  ['+86 479 0000001', 'tel:+864790000001'],
  ['0479-0000001，0479-0000002', 'tel:04790000001'],
  ['到嘎查委员会问', null],
  ['', null],
  ['110', null],
])('%s rings %s', (written, dialled) => {
  expect(dialOf(written)).toBe(dialled)
})
