/** The only scripts that code may start. Everything else the page's Trusted Types refuse. */
const SCRIPTS =
  /^\/(sw\.js$|assets\/(qr-|watchdog-)?worker-|src\/(device\/|app\/(scan\/qr|kiosk\/watchdog)-)worker\.ts)/

interface Policy {
  createScriptURL(url: string): string
}
interface Factory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy
}

let policy: Policy | null = null

/** Lets a script of our own be started. Throws for any other address. */
export function trusted(url: string): string {
  const rules = {
    createScriptURL(wanted: string): string {
      if (!SCRIPTS.test(wanted)) throw new TypeError('not a script of this app')
      return wanted
    },
  }
  const factory = (window as { trustedTypes?: Factory }).trustedTypes
  policy ??= factory ? factory.createPolicy('sw', rules) : rules
  return policy.createScriptURL(url)
}
