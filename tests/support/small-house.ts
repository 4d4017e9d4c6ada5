import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { spawnSync } from 'node:child_process'
import { ROOT } from './root.ts'

const HOUSE = ['package.json', 'tsconfig.json', 'eslint.config.js', 'vite.config.ts', '.ci']
export const ROOMS = ['domain', 'transparency', 'protocol', 'device', 'sw', 'app', 'server']

export interface SmallHouse {
  write(file: string, text: string): void
  remove(file: string): void
  read(file: string): Buffer
  /** Files below a folder, by their paths in the house. */
  files(folder: string): string[]
  /** Runs a tool of the project inside; answers its exit code and all it said. */
  run(tool: string, ...args: string[]): { status: number; said: string }
  tearDown(): void
}

/** The real walls (every room's own tsconfig.json, ESLint's rules, the build) around rooms of one file each. */
export function buildSmallHouse(): SmallHouse {
  const dir = mkdtempSync(join(tmpdir(), 'sambar-house-'))
  for (const part of HOUSE) cpSync(join(ROOT, part), join(dir, part), { recursive: true })
  mkdirSync(join(dir, 'node_modules'))
  for (const name of readdirSync(join(ROOT, 'node_modules')))
    if (name !== '.cache')
      symlinkSync(join(ROOT, 'node_modules', name), join(dir, 'node_modules', name))
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(dir, file)), { recursive: true })
    writeFileSync(join(dir, file), text)
  }
  for (const room of ROOMS) {
    cpSync(join(ROOT, `src/${room}/tsconfig.json`), join(dir, `src/${room}/tsconfig.json`))
    write(`src/${room}/fine.ts`, `export const ${room} = '${room}'\n`)
  }
  cpSync(join(ROOT, 'src/app/start.js'), join(dir, 'src/app/start.js'))
  write('src/app/first.ts', `document.title = 'first of all'\n`)
  write(
    'index.html',
    `<script src="/src/app/start.js"></script>
<script type="module" src="/src/app/main.ts"></script>
`,
  )
  return {
    write,
    remove: (file) => rmSync(join(dir, file)),
    read: (file) => readFileSync(join(dir, file)),
    files: (folder) =>
      readdirSync(join(dir, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(dir, join(entry.parentPath, entry.name))),
    run(tool, ...args) {
      const done = spawnSync(process.execPath, [join(ROOT, 'node_modules', tool), ...args], {
        cwd: dir,
        encoding: 'utf8',
        // Its own folder of modules is found by its own place, not by the project's.
        env: { ...process.env, NODE_PATH: '' },
      })
      return { status: done.status ?? 1, said: done.stdout + done.stderr }
    },
    tearDown: () => rmSync(dir, { recursive: true, force: true }),
  }
}
