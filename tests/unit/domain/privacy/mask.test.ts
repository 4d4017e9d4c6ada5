import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maskName } from '#domain/privacy/mask.ts'

test.each([
  ['张三', '张*'],
  ['张建国', '张*国'],
  ['张小明', '张*明'],
  ['𠮷小明', '𠮷*明'],
  ['额尔敦朝鲁', '额**'],
  ['阿拉坦宝力格', '阿**'],
  ['乌力吉白拉', '乌**'],
  ['欧阳修文', '欧**'],
  ['宝·额尔敦朝鲁', '宝**'],
  ['孛儿只斤·毕力格', '孛**'],
  ['ᠨᠠᠰᠤᠨᠭᠡᠷᠡᠯ', 'ᠨ**'],
  ['ᠳ᠋ᠤᠭᠠᠷ', 'ᠳ᠋**'],
  ['Батаа', 'Б**'],
  ['Бат', 'Б**'],
  ['ᠪᠠᠲ', 'ᠪ**'],
  ['甲B丙', '甲**'],
  ['张', '*'],
  ['', '*'],
])('%s is shown as %s', (name, masked) => expect(maskName(name)).toBe(masked))

test('a masked name shows at most its first and last character', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...'张王李巴特尔额敦朝鲁·'), minLength: 2, maxLength: 12 }),
      (name) => {
        const masked = maskName(name)
        const shown = [...masked].filter((c) => c !== '*')
        expect(masked).toContain('*')
        expect(shown.length).toBeLessThanOrEqual(name.length === 3 ? 2 : 1)
        expect(masked.length).toBeLessThanOrEqual(3)
      },
    ),
  )
})
