/** What a fresh clone needs before it can do anything: its packages, and a build that is not older than its sources. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const SOURCES = ['src', 'i18n', 'public', '.ci', 'index.html', 'vite.config.ts', 'package.json']
/** The last things that a build writes: an interrupted build leaves one of them missing or old. */
const BUILT = ['dist/app/index.html', 'dist/server/sambar.js', 'dist/server/import-child.js']

/** Process groups that are at work now; ended with us, whoever ends us. */
const atWork = new Set()
const posix = process.platform !== 'win32'
let together = false

/** Runs a command in the project's root with its output on ours. Answers its exit code. */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const settings = {
      cwd: root,
      stdio: 'inherit',
      shell: !posix,
      detached: posix && together,
      ...options,
    }
    const child = spawn(command, args, settings)
    atWork.add(child)
    const done = (status) => {
      atWork.delete(child)
      resolve(status)
    }
    child.once('error', (error) => {
      console.error(`${command}: ${error.message}`)
      done(1)
    })
    child.once('exit', (code) => done(code ?? 1))
  })
}

/** From now on: when this process is asked to end, it first ends what runs, with all that that has started. */
export function endTogether(tidy = () => {}) {
  together = true
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      for (const child of atWork) {
        try {
          process.kill(posix ? -child.pid : child.pid, 'SIGKILL')
        } catch (error) {
          // Gone by itself in the meantime.
          if (error.code !== 'ESRCH') throw error
        }
      }
      tidy()
      process.exit(130)
    })
}

/** A tool of this project by its own file, so that no shell and no PATH is in the way. */
export function tool(file, args, options = {}) {
  return run(process.execPath, [join(root, 'node_modules', file), ...args], {
    ...options,
    shell: false,
  })
}

/** Preparations speak on stderr: stdout belongs to the work itself. */
const ASIDE = { stdio: ['inherit', 2, 2] }

/** Installs the packages of package-lock.json where they are missing or other. No package runs code at install. */
export async function ensurePackages() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Sambar needs Node 20.19 or newer; this is ${process.versions.node}.`)
    return 1
  }
  if (packagesMatch()) return 0
  console.error('Installing packages (once) …')
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error']
  return run('npm', ['ci', '--ignore-scripts', ...quiet], ASIDE)
}

/** npm keeps a copy of the lock file of what it installed; optional packages of other platforms are not in it. */
function packagesMatch() {
  const installed = join(root, 'node_modules/.package-lock.json')
  if (!existsSync(installed)) return false
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  const held = JSON.parse(readFileSync(installed, 'utf8')).packages
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === '' || optional || held[path]?.version === version,
  )
}

/** Builds app and server where a source is newer than what is built, or something is missing. */
export async function ensureBuild() {
  return isBuilt() ? 0 : build()
}

export async function build() {
  console.error('Building …')
  const vite = (...args) =>
    tool('vite/bin/vite.js', ['build', '--logLevel', 'warn', ...args], ASIDE)
  return (await vite()) || (await vite('--ssr'))
}

function isBuilt() {
  if (!BUILT.every((file) => existsSync(join(root, file)))) return false
  const oldest = Math.min(...BUILT.map((file) => statSync(join(root, file)).mtimeMs))
  return SOURCES.every((source) => newestIn(join(root, source)) <= oldest)
}

function newestIn(path) {
  if (!existsSync(path)) return 0
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  // A folder's own time tells of files that were taken away.
  const times = readdirSync(path).map((name) => newestIn(join(path, name)))
  return Math.max(stat.mtimeMs, ...times)
}
