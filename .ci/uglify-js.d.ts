/** What we use of it; it brings no types. */
declare module 'uglify-js' {
  interface MinifyOptions {
    module?: boolean
    toplevel?: boolean
    compress?: Record<string, boolean | number>
  }
  export function minify(
    code: string,
    options: MinifyOptions,
  ): { code: string; error?: Error } | { code?: undefined; error: Error }
  export type { MinifyOptions }
}
