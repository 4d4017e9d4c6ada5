import { resolve } from 'node:path'
import { CliTrouble } from './trouble.ts'

/** What the world around the process says, read once. */
export interface Surroundings {
  dataFolder: string
  /** PostgreSQL; null means SQLite in the data folder. */
  databaseUrl: string | null
  port: number
  host: string
}

export function parsePort(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new CliTrouble('portMalformed', { port: text }, 2)
  return Number(text)
}

/** `SAMBAR_DATA` (./data), `DATABASE_URL` (SQLite), `PORT` (8080), `HOST` (::, which is IPv4 and IPv6). */
export function readSurroundings(env: NodeJS.ProcessEnv): Surroundings {
  const databaseUrl = env['DATABASE_URL']?.trim() || null
  if (databaseUrl !== null && !/^postgres(ql)?:\/\//.test(databaseUrl))
    throw new CliTrouble('databaseUrlMalformed', {}, 2)
  return {
    dataFolder: resolve(env['SAMBAR_DATA']?.trim() || 'data'),
    databaseUrl,
    port: parsePort(env['PORT']?.trim() || '8080'),
    host: env['HOST']?.trim() || '::',
  }
}
