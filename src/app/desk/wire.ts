import type { InjectionKey } from 'vue'

/** What the office answers: a status and JSON. Throws where nobody answers. */
export interface Answer {
  status: number
  body: unknown
}

export interface Question {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below `/api/v1/`. */
  path: string
  /** JSON; a sheet goes as the bytes that it is. */
  body?: object | Blob
  headers?: Record<string, string>
  /** How much of it is on its way, 0 to 1. */
  sent?: (part: number) => void
}

/** The line from the desk to its county. Who asks is known by a cookie that no script can read. */
export type Wire = (question: Question) => Promise<Answer>

export const WIRE: InjectionKey<Wire> = Symbol('wire')

/** By XMLHttpRequest, which alone tells how much of a sheet has gone. */
export const openWire = (): Wire => (question) =>
  new Promise((resolve, reject) => {
    const { method, path, body, headers = {}, sent } = question
    const request = new XMLHttpRequest()
    request.open(method, `/api/v1/${path}`)
    const bytes = body instanceof Blob
    if (body) headers['content-type'] = bytes ? 'application/octet-stream' : 'application/json'
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
    request.upload.onprogress = ({ loaded, total }) => sent?.(loaded / total)
    request.onload = () => resolve({ status: request.status, body: jsonIn(request.responseText) })
    request.onerror = () => reject(new Error('nobody answers'))
    request.send(bytes ? body : body && JSON.stringify(body))
  })

/** A captive portal answers with a page of its own. */
function jsonIn(text: string): unknown {
  try {
    return text === '' ? null : (JSON.parse(text) as unknown)
  } catch {
    return null
  }
}
