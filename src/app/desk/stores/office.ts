import { defineStore } from 'pinia'
import { computed, inject, ref, shallowRef } from 'vue'
import type { Person } from '../answers.ts'
import { WIRE } from '../wire.ts'
import type { Question } from '../wire.ts'

/** A "no" of the office: a code, with words for it under `api.errors`, and its facts. */
export interface Refusal {
  refused: string
  facts: Record<string, unknown>
}

export const isRefusal = (answer: unknown): answer is Refusal =>
  typeof answer === 'object' && answer !== null && 'refused' in answer && 'facts' in answer

/** Which roles a desk's screens are for. The office asks again at every step. */
const ROLES_FOR = {
  import: ['importer'],
  review: ['reviewer'],
  publish: ['countyAdmin', 'reviewer'],
  readOffice: ['countyAdmin', 'importer', 'reviewer', 'cadre', 'auditor'],
  readDevices: ['countyAdmin', 'reviewer', 'auditor'],
  readPeople: ['countyAdmin', 'auditor'],
}
export type Right = keyof typeof ROLES_FOR

/** Who sits at this desk, and the one way to ask the county for anything. */
export const useOffice = defineStore('office', () => {
  const wire = inject(WIRE)!
  /** `asking`: whether somebody is signed in is not known yet. `ended`: the session is over, and what stands on the screen stays. */
  const state = ref<'asking' | 'out' | 'in' | 'ended'>('asking')
  const person = shallowRef<Person | null>(null)
  const roles = computed(() => new Set(person.value?.grants.map(({ role }) => role)))
  const may = (right: Right): boolean => ROLES_FOR[right].some((role) => roles.value.has(role))

  async function ask<T extends object>(question: Question): Promise<T | Refusal> {
    let answer
    try {
      answer = await wire(question)
    } catch {
      return { refused: 'offline', facts: {} }
    }
    const { status, body } = answer
    if (status >= 200 && status < 300) return (body ?? {}) as T
    if (status === 401 && state.value === 'in') state.value = 'ended'
    const { error, ...facts } = (body ?? {}) as { error?: string }
    return { refused: error ?? 'fault', facts }
  }
  const read = <T extends object>(path: string): Promise<T | Refusal> =>
    ask<T>({ method: 'GET', path })
  const post = <T extends object>(path: string, body: object): Promise<T | Refusal> =>
    ask<T>({ method: 'POST', path, body })

  function sit(who: Person | Refusal): Refusal | null {
    if (isRefusal(who)) return who
    person.value = who
    state.value = 'in'
    return null
  }

  /** Is somebody signed in here already? Answers what kept it from being known. */
  async function begin(): Promise<Refusal | null> {
    const no = sit(await read<Person>('session'))
    if (no?.refused === 'signInNeeded') state.value = 'out'
    return no?.refused === 'signInNeeded' ? null : no
  }
  const signIn = async (login: string, password: string): Promise<Refusal | null> =>
    sit(await post<Person>('session', { login, password }))

  async function signOut(): Promise<Refusal | null> {
    const no = await ask({ method: 'DELETE', path: 'session' })
    if (isRefusal(no) && no.refused !== 'signInNeeded') return no
    person.value = null
    state.value = 'out'
    return null
  }

  return { state, person, may, ask, read, post, begin, signIn, signOut }
})
