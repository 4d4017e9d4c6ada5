import type { Language } from '../language.ts'
import type { Pace } from './pace.ts'

/** A sentence to be read, and in which language. */
export interface Said {
  lang: Language
  text: string
}

/** What of a browser's voices is used; absent in some web views. */
export type Voices = Pick<SpeechSynthesis, 'getVoices' | 'speak' | 'cancel'> & {
  addEventListener?(type: 'voiceschanged', listener: () => void): void
  removeEventListener?(type: 'voiceschanged', listener: () => void): void
}

export type Voice = Pick<SpeechSynthesisVoice, 'lang' | 'localService' | 'default'>

/** How voices name the languages. Cyrillic `mn` reads Cyrillic letters only, and would say nothing. */
const NAMES: Record<Language, RegExp> = {
  'zh-Hans': /^(?:zh(?:[-_](?!HK|TW|Hant|yue)|$)|cmn)/i,
  'mn-Mong': /^mn[-_]Mong/i,
}

/**
 * A voice of the device itself for this language, or null. Voices that live on somebody's server are none: what is read
 * are people's names and money.
 */
export function voiceFor<V extends Voice>(voices: readonly V[], lang: Language): V | null {
  const own = voices.filter((voice) => voice.localService && NAMES[lang].test(voice.lang))
  return own.find((voice) => voice.default) ?? own[0] ?? null
}

/** One sentence after the other, since old engines fall silent in the middle of long ones. Answers how to stop. */
export function readOut(
  voices: Voices,
  utter: (text: string) => SpeechSynthesisUtterance,
  voice: SpeechSynthesisVoice,
  sentences: readonly string[],
  pace: Pace,
  told: { reads(sentence: number): void; done(): void; failed(): void },
): () => void {
  let stopped = false
  const end = (how: () => void) => {
    if (stopped) return
    stopped = true
    how()
  }
  const say = (at: number) => {
    const text = sentences[at]
    if (stopped) return
    if (text === undefined) return end(() => told.done())
    told.reads(at)
    const utterance = utter(text)
    utterance.voice = voice
    utterance.lang = voice.lang
    utterance.rate = RATES[pace]
    utterance.onend = () => say(at + 1)
    utterance.onerror = () => end(() => told.failed())
    voices.speak(utterance)
  }
  voices.cancel()
  say(0)
  return () =>
    end(() => {
      voices.cancel()
    })
}

/** Calm: most listeners are old, and the room is noisy. Below a half no voice is understood. */
const RATES: Record<Pace, number> = { 100: 0.85, 200: 0.65, 400: 0.5 }
