/** A fingerprint as two people can compare it aloud: groups of four, from hex or base64 alike. */
export const inGroups = (print: string): string => print.replace(/(.{4})(?=.)/g, '$1 ')

/** base64 as hex, which has no letters that look alike. A text that is no base64 stays as it is. */
export function hexOfBase64(text: string): string {
  try {
    return Array.from(atob(text), (c) => c.charCodeAt(0).toString(16).padStart(2, '0')).join('')
  } catch {
    return text
  }
}
