interface Policy {
  createScriptURL(url: string): string
}
interface Factory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy
}

/** Makes the page's Trusted Types policy `name`: what lets scripts of our own be started. It throws for any other address. */
export function allow(name: string, scripts: RegExp): (url: string) => string {
  const rules = {
    createScriptURL(wanted: string): string {
      if (!scripts.test(wanted)) throw new TypeError('not a script of this app')
      return wanted
    },
  }
  const factory = (window as { trustedTypes?: Factory }).trustedTypes
  const policy = factory ? factory.createPolicy(name, rules) : rules
  return (url) => policy.createScriptURL(url)
}

/** The only scripts that the app may start. Everything else the page's Trusted Types refuse. */
const SCRIPTS = /^\/(sw\.js$|assets\/(qr-)?worker-|src\/(device\/|app\/scan\/qr-)worker\.ts)/

let policy: ((url: string) => string) | null = null

/** Lets a script of our own be started. Throws for any other address. */
export const trusted = (url: string): string => (policy ??= allow('sw', SCRIPTS))(url)
