import mongolian from '../../../i18n/mn-Mong.json'
import chinese from '../../../i18n/zh-Hans.json'

export type Language = 'zh' | 'mn'
export type Facts = Record<string, string | number>
export type Words = (key: string, facts?: Facts) => string

function find(messages: unknown, key: string): string | null {
  let here: unknown = messages
  for (const step of key.split('.')) {
    if (typeof here !== 'object' || here === null) return null
    here = Reflect.get(here, step)
  }
  return typeof here === 'string' ? here : null
}

/** What is written the same in every language; sentences name it in braces, since a Mongolian one holds no Latin. */
const LITERALS: Facts = {
  DATABASEURL: 'DATABASE_URL',
  HOST: 'HOST',
  JSON: 'JSON',
  PORT: 'PORT',
  PostgreSQL: 'PostgreSQL',
  SAMBARDATA: 'SAMBAR_DATA',
  SQLite: 'SQLite',
  approve: '--approve',
  at: '@',
  chmod: 'chmod 600',
  csv: '.csv',
  data: './data',
  logHead: 'log-head',
  office: '--office',
  politicalLegalPolicySecrecyWording: 'political,legal,policy,secrecy,wording',
  return: '--return',
  reviewer: 'reviewer@152529900000',
  rootSeed: 'root.seed',
  sambarAppOff: 'sambar app off',
  sambarAppOn: 'sambar app on',
  sambarInit: 'sambar init',
  sambarServe: 'sambar serve',
  sambarServeDemo: 'sambar serve --demo',
  sambarUserAdd: 'sambar user add',
  user: '--user',
  why: '--why',
  xlsx: '.xlsx',
}

/** Sentences of the command line, `cli.*` in i18n. Mongolian falls back to Chinese, and an unknown key shows itself. */
export function createWords(language: Language): Words {
  const messages: unknown[] = language === 'mn' ? [mongolian, chinese] : [chinese]
  return (key, facts = {}) => {
    // A key from the root, for sentences that the command line shares with the desk.
    const path = key.startsWith('/') ? key.slice(1) : `cli.${key}`
    const text = messages.map((some) => find(some, path)).find((found) => found !== null)
    if (text === undefined) return `${key} ${JSON.stringify(facts)}`
    return (text ?? '').replace(/\{(\w+)\}/g, (all, name: string) =>
      String(facts[name] ?? LITERALS[name] ?? all),
    )
  }
}
