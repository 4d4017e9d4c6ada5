import type { NameKeys } from '#domain/search/match-name.ts'

/** A character of several sounds makes several readings; of so many in all we ask. */
const MOST = 8

/** How characters sound, learnt from names that came with their pinyin. A whole village knows most that its people type. */
export class Sounds {
  private readonly of = new Map<string, Set<string>>()

  constructor(names: Iterable<NameKeys>) {
    for (const { name, readings } of names) {
      const characters = [...name]
      for (const syllables of readings)
        if (syllables.length === characters.length)
          syllables.forEach((syllable, at) => this.learn(characters[at]!, syllable))
    }
  }

  private learn(character: string, syllable: string): void {
    const known = this.of.get(character)
    if (known) known.add(syllable)
    else this.of.set(character, new Set([syllable]))
  }

  /** Every way to read a text; none where one of its characters was never met. */
  readingsOf(text: string): string[][] {
    let readings: string[][] = [[]]
    for (const character of text) {
      const syllables = [...(this.of.get(character) ?? [])]
      readings = readings.flatMap((reading) => syllables.map((next) => [...reading, next]))
      readings = readings.slice(0, MOST)
    }
    return text === '' ? [] : readings
  }
}
