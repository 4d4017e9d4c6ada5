import { describe, expect, test, vi } from 'vitest'
import { readOut, voiceFor, type Voices } from '#app/kiosk/speech.ts'

const voice = (lang: string, localService = true, byDefault = false) => ({
  lang,
  localService,
  default: byDefault,
})

describe('a voice', () => {
  test.each([
    ['zh-CN', 'zh-Hans', true],
    ['zh_CN', 'zh-Hans', true],
    ['cmn-Hans-CN', 'zh-Hans', true],
    ['zh', 'zh-Hans', true],
    // Cantonese, and Taiwan's words, are another language to a listener here.
    ['zh-HK', 'zh-Hans', false],
    ['zh-TW', 'zh-Hans', false],
    ['en-US', 'zh-Hans', false],
    // Says Cyrillic letters, and nothing of this script.
    ['mn-MN', 'mn-Mong', false],
    ['mn-Mong-CN', 'mn-Mong', true],
  ] as const)('of %s for %s: %s', (lang, wanted, fits) => {
    expect(voiceFor([voice(lang)], wanted) !== null).toBe(fits)
  })

  test('that lives on a server is none: names would go there', () => {
    expect(voiceFor([voice('zh-CN', false)], 'zh-Hans')).toBe(null)
  })

  test('chosen by the device comes first', () => {
    const chosen = voice('zh-CN', true, true)
    expect(voiceFor([voice('zh-CN'), chosen], 'zh-Hans')).toBe(chosen)
  })
})

/** A mouth that says nothing by itself: the test says when a sentence ends. */
function mouth() {
  const said: SpeechSynthesisUtterance[] = []
  const voices = {
    getVoices: () => [],
    speak: (utterance: SpeechSynthesisUtterance) => void said.push(utterance),
    cancel: vi.fn(),
  } satisfies Voices
  const told = { reads: vi.fn(), done: vi.fn(), failed: vi.fn() }
  const utter = (text: string) => ({ text }) as SpeechSynthesisUtterance
  const stop = readOut(
    voices,
    utter,
    voice('zh-CN') as SpeechSynthesisVoice,
    ['一', '二'],
    200,
    told,
  )
  const event = {} as never
  return {
    told,
    stop,
    cancel: voices.cancel,
    rate: () => said[0]!.rate,
    texts: () => said.map(({ text }) => text),
    end: () => said[said.length - 1]!.onend!(event),
    fail: () => said[said.length - 1]!.onerror!(event),
  }
}

describe('reading out', () => {
  test('goes sentence by sentence, and says when it is done', () => {
    const { told, texts, end } = mouth()
    expect(texts()).toEqual(['一'])
    end()
    expect(texts()).toEqual(['一', '二'])
    expect(told.done).not.toHaveBeenCalled()
    end()
    expect(told.done).toHaveBeenCalledOnce()
    expect(told.reads.mock.calls).toEqual([[0], [1]])
  })

  test('is as slow as was asked', () => expect(mouth().rate()).toBe(0.65))

  test('stops at once, and nothing more is said or told', () => {
    const { told, texts, stop, end, fail, cancel } = mouth()
    cancel.mockClear()
    stop()
    expect(cancel).toHaveBeenCalledOnce()
    // Engines tell of the sentence that was cut off, as an end or as an error.
    end()
    fail()
    expect(texts()).toEqual(['一'])
    expect([told.done.mock.calls, told.failed.mock.calls]).toEqual([[], []])
  })

  test('that fails is told, once', () => {
    const { told, fail } = mouth()
    fail()
    fail()
    expect(told.failed).toHaveBeenCalledOnce()
    expect(told.done).not.toHaveBeenCalled()
  })
})
