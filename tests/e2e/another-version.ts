import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '#tests/support/root.ts'

/** What the app's own script does in a version that is made up. */
const SCRIPTS = {
  sound: (script: string) => `${script}\n// another version`,
  throws: () => `throw new Error('this version is broken')`,
  blank: () => `window.sambarShared = {}`,
  hangs: () => `for (;;);`,
}

export interface AnotherVersion {
  version: string
  /** Its files that differ from the built ones, by their paths. */
  files: Map<string, Buffer>
  /** The app's own script. */
  script: string
}

const dist = (path: string) => readFileSync(join(ROOT, 'dist/app', path))
const hash = (bytes: Buffer, form: 'hex' | 'base64') =>
  createHash('sha256').update(bytes).digest(form)
const hex16 = (bytes: Buffer) => hash(bytes, 'hex').slice(0, 16)

/** The version that is built. */
export const builtVersion = (): string =>
  /data-version="(\w+)"/.exec(dist('index.html').toString())![1]!

/** A further version of the built app, as the build would write it: its own script, its page, and the worker that lists both. */
export function anotherVersion(how: keyof typeof SCRIPTS, name = how as string): AnotherVersion {
  const was = readdirSync(join(ROOT, 'dist/app/assets')).find((file) => /^app-.*\.js$/.test(file))!
  const now = `app-${name}.js`
  const script = Buffer.from(SCRIPTS[how](dist(`assets/${was}`).toString()) + `\n// ${name}`)
  const version = hex16(script)
  const page = Buffer.from(
    dist('index.html').toString().split(was).join(now).split(builtVersion()).join(version),
  )
  let worker = dist('sw.js').toString()
  const replace = (from: string, to: string) => {
    if (!worker.includes(from)) throw new Error(`the worker does not hold ${from}`)
    worker = worker.split(from).join(to)
  }
  replace(was, now)
  replace(builtVersion(), version)
  replace(hash(dist(`assets/${was}`), 'base64'), hash(script, 'base64'))
  replace(hash(dist('index.html'), 'base64'), hash(page, 'base64'))
  replace(hex16(dist('index.html')), hex16(page))
  return {
    version,
    script: `/assets/${now}`,
    files: new Map([
      [`/assets/${now}`, script],
      ['/index.html', page],
      ['/sw.js', Buffer.from(worker)],
    ]),
  }
}

/** What workers count goes twenty times as fast, in the service worker and in the watchdog. */
export const QUICK = `{
  const [wait, again] = [self.setTimeout.bind(self), self.setInterval.bind(self)]
  self.setTimeout = (call, ms) => wait(call, ms / 20)
  self.setInterval = (call, ms) => again(call, ms / 20)
  const now = performance.now.bind(performance)
  performance.now = () => now() * 20
}
`

/** The version that is built, with something before some of its scripts; the service worker takes them for whole. */
export function withBefore(before: [script: RegExp, prelude: string][]): Map<string, Buffer> {
  let worker = dist('sw.js').toString()
  const files = readdirSync(join(ROOT, 'dist/app/assets')).flatMap((name) =>
    before.flatMap(([script, prelude]): [string, Buffer][] => {
      if (!script.test(name)) return []
      const was = dist(`assets/${name}`)
      const now = Buffer.concat([Buffer.from(prelude), was])
      worker = worker.split(hash(was, 'base64')).join(hash(now, 'base64'))
      return [[`/assets/${name}`, now]]
    }),
  )
  if (files.length < before.length) throw new Error('no such script')
  return new Map([...files, ['/sw.js', Buffer.from(worker)]])
}
