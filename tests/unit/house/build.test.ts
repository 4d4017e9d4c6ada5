import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildSmallHouse, type SmallHouse } from '#tests/support/small-house.ts'

let house: SmallHouse
let built: string[]
beforeAll(() => {
  house = buildSmallHouse()
  house.write(
    'src/app/main.ts',
    `import './page.css'
import { count } from './count.ts'
void import('./part.ts')
void import('./desk/open-desk.ts')
console.log(count)
const worker = new Worker(new URL('../device/worker.ts', import.meta.url))
class Here {
  #word = 'here'
  say = () => this.#word
}
worker.postMessage(globalThis.location?.href ?? new Here().say())
`,
  )
  house.write(
    'src/app/page.css',
    '.a { inset-inline-start: 1px; border-start-start-radius: 2px; margin-inline: 3px; .b & { color: red } }',
  )
  house.write('src/app/count.ts', `export const count = [0]\n`)
  house.write('src/app/part.ts', `import { count } from './count.ts'\nconsole.log(count)\n`)
  house.write('src/app/desk/desk.css', '.desk { color: red }')
  house.write(
    'src/app/desk/open-desk.ts',
    `import './desk.css'\nimport { count } from '../count.ts'\nvoid import('../part.ts')\nconsole.log(count)\n`,
  )
  house.write('src/device/worker.ts', `import { device } from './fine.ts'\npostMessage(device)\n`)
  house.write(
    'src/sw/main.ts',
    'declare const self: { __WB_MANIFEST: unknown; __SAMBAR_DESK: unknown }\nconsole.log(self.__WB_MANIFEST)\nconsole.log(self.__SAMBAR_DESK)\n',
  )
  const { status, said } = house.run('vite/bin/vite.js', 'build', '--logLevel', 'warn')
  expect({ status, said }).toEqual({ status: 0, said: '' })
  built = house.files('dist/app')
})
afterAll(() => house.tearDown())

const one = (pattern: RegExp) => {
  const found = built.filter((file) => pattern.test(file))
  expect(found).toHaveLength(1)
  return house.read(found[0]!).toString('utf8')
}

test('logical properties stay logical: vertical Mongolian stands on them', () => {
  const css = one(/app-.*\.css$/)
  expect(css).toContain('inset-inline-start:1px')
  expect(css).toContain('border-start-start-radius:2px')
  expect(css).not.toMatch(/left|right/)
})

test('syntax is lowered to Chrome 87 and Safari 14', () => {
  const script = one(/(main|app)-.*\.js$/)
  expect(script).not.toContain('#')
  // Both have these.
  expect(script).toContain('?.')
  // Nested rules are younger than that, too.
  expect(one(/app-.*\.css$/)).not.toContain('&')
})

test('the page begins with a script of its own, whose every word old browsers know', () => {
  const [start, first] = [...one(/index\.html$/).matchAll(/<script>([^]*?)<\/script>/g)]
  expect(start![1]).toContain('unsupported.html')
  expect(start![1]).not.toMatch(/=>|`|\b(let|const|class|catch \{)/)
  expect(first![1]).toContain('first of all')
})

test('the app is a classic script; a part is a module that takes from it what both need', () => {
  expect(one(/index\.html$/)).toMatch(/<script defer src="\/assets\/app-[^"]+"><\/script>/)
  const part = one(/part-.*\.js$/)
  expect(part).toContain('=self.sambarShared')
  expect(part).not.toContain('app-')
})

test('app, worker and service worker are classic scripts', () => {
  for (const script of [one(/app-.*\.js$/), one(/\/worker-.*\.js$/), one(/sw\.js$/)])
    expect(script).not.toMatch(/^\s*(import|export)\b/m)
})

test('the service worker knows every other file of the app by its hash', () => {
  const script = one(/sw\.js$/)
  for (const file of built.filter((name) => !name.endsWith('/sw.js'))) {
    const hash = createHash('sha256').update(house.read(file)).digest('base64')
    expect(script).toContain(`sha256-${hash}`)
    expect(script).toContain(file.replace('dist/app', ''))
  }
})

test('what only a desk needs is no file of every phone', () => {
  const [, everybody, desk] = one(/sw\.js$/).split('console.log(')
  for (const file of built.filter((name) => /assets\/.*\.(js|css)$/.test(name))) {
    const ofDesk = file.includes('desk')
    expect([file, everybody!.includes(file.replace('dist/app', ''))]).toEqual([file, !ofDesk])
    expect([file, desk!.includes(file.replace('dist/app', ''))]).toEqual([file, ofDesk])
  }
  expect(desk).toMatch(/open-desk-.*\.js.*|open-desk-.*\.css/)
})

test('the hashed files of the version before stay, for one version', () => {
  const build = () => {
    const { status, said } = house.run('vite/bin/vite.js', 'build', '--logLevel', 'warn')
    expect({ status, said }).toEqual({ status: 0, said: '' })
  }
  const names = (folder: string) =>
    house
      .files(folder)
      .flatMap((file) => /assets\/((?:main|app)-.*\.js)$/.exec(file)?.slice(1) ?? [])
  const first = names('dist/app')
  const firstBytes = house.read(`dist/app/assets/${first[0]}`)
  const change = (word: string) =>
    house.write('src/app/main.ts', `import './page.css'\nconsole.log('${word}')\n`)

  change('second')
  build()
  const second = names('dist/app')
  expect(second).not.toEqual(first)
  expect(names('dist/former')).toEqual(first)
  expect(house.read(`dist/former/assets/${first[0]}`)).toEqual(firstBytes)
  // Not in the list of the new worker: phones do not fetch them again.
  expect(house.read('dist/app/sw.js').toString()).not.toContain(first[0])

  // The same once more is no new version.
  build()
  expect(names('dist/former')).toEqual(first)

  change('third')
  build()
  expect(names('dist/former')).toEqual(second)
})

test('what Chrome below 91 misreads does not build', () => {
  house.write('src/app/main.ts', 'globalThis.none?.(...globalThis.some, 2)\n')
  const { status, said } = house.run('vite/bin/vite.js', 'build', '--logLevel', 'warn')
  expect(said).toContain('misreads')
  expect(status).not.toBe(0)
})
