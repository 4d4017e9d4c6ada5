import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildSmallHouse, type SmallHouse } from '#tests/support/small-house.ts'

let house: SmallHouse
let first: string
let late: string
beforeAll(() => {
  house = buildSmallHouse()
  house.write(
    'i18n/zh-Hans.json',
    JSON.stringify({
      cli: { office: 'OFFICE' },
      villager: { a: { both: 'BOTH', late: 'LATE' }, b: { one: 'ONE', two: 'TWO' }, c: 'NOBODY' },
    }),
  )
  house.write(
    'src/app/i18n.ts',
    `import zh from '../../i18n/zh-Hans.json'
export const learn = (words: object) => console.log(words)
console.log(zh)
`,
  )
  house.write(
    'src/app/main.ts',
    `import './i18n.ts'
console.log('villager.a.both')
void import('./late.ts')
`,
  )
  house.write(
    'src/app/late.ts',
    'console.log("villager.a.both", "villager.a.late", `villager.b.${location.hash}`)\n',
  )
  const { status, said } = house.run('vite/bin/vite.js', 'build', '--logLevel', 'warn')
  expect({ status, said }).toEqual({ status: 0, said: '' })
  const scripts = house
    .files('dist/app/assets')
    .map((file) => house.read(file).toString('utf8'))
    .filter((text) => text.includes('villager.a.both'))
  expect(scripts).toHaveLength(2)
  first = scripts.find((text) => text.includes('late-'))!
  late = scripts.find((text) => text !== first)!
})
afterAll(() => house.tearDown())

const saidIn = (text: string) =>
  ['BOTH', 'LATE', 'ONE', 'TWO', 'NOBODY', 'OFFICE'].filter((word) => text.includes(word))

test('the first script brings the sentences that it says', () => {
  expect(saidIn(first)).toEqual(['BOTH'])
})

test('a later one brings those that it says and the first does not know, put together ones too', () => {
  expect(saidIn(late)).toEqual(['LATE', 'ONE', 'TWO'])
})
