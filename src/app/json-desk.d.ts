/** The desks' words, which the build takes out of a whole language (`.ci/app-words.ts`). */
declare module '*.json?desk' {
  const words: object
  export default words
}
