import { writtenDay } from '#domain/calendar/written-day.ts'
import { dayOf, epochMs, type Day, type Instant } from '#domain/calendar/day.ts'
import { formatFen, type Fen } from '#domain/money/fen.ts'
import { writtenNumber } from '#domain/money/written-number.ts'
import type { Both } from '#domain/region/region.ts'
import { createWords, type Facts, type Language } from '../../cli/words.ts'
import { html, type Markup } from './html.ts'

/** What every plain page is written with: one language, its sentences and its figures. */
export interface Pen {
  language: Language
  t: (key: string, facts?: Facts) => string
  day: (day: Day) => string
  dayAt: (at: Instant) => string
  yuan: (fen: Fen) => string
  count: (n: number) => string
  /** A text of the office; the Chinese one where there is no other. `legal`: there the Chinese always stands with it. */
  both: (text: Both, legal?: boolean) => Markup
  /** The same page's address with this language in it. */
  at: (path: string) => string
}

/** Words of the county, which have only been written in Chinese. */
export const han = (text: string): Markup => html`<span lang="zh-Hans">${text}</span>`

export function penFor(language: Language): Pen {
  const words = createWords(language)
  const day = (date: Day) => writtenDay(date, language)
  return {
    language,
    t: (key, facts) => words(`/${key}`, facts),
    day,
    dayAt: (at) => day(dayOf(epochMs(at))),
    yuan: (fen) => formatFen(fen),
    count: (n) => writtenNumber(String(n)),
    both(text, legal = false) {
      if (language === 'zh' || !text.mn) return han(text.zh)
      if (!legal) return html`${text.mn}`
      return html`${text.mn} <small>${han(text.zh)}</small>`
    },
    at: (path) => `${path}?lang=${language}`,
  }
}

export interface Page {
  title: string
  /** Where the same page stands in the other language; null where it was asked for with a code. */
  path: string | null
  main: Markup
}

const OTHER: Record<Language, [Language, string, string]> = {
  zh: ['mn', 'mn-Mong-CN', 'ᠮᠣᠩᠭᠣᠯ'],
  mn: ['zh', 'zh-Hans', '汉语'],
}

/** A whole page for any browser: no script, one style sheet. */
export function writePage({ language, t, at }: Pen, { title, path, main }: Page): string {
  const [other, otherLang, otherName] = OTHER[language]
  const lang = language === 'mn' ? 'mn-Mong-CN' : 'zh-Hans'
  const change =
    path !== null &&
    html`<a href="${path}?lang=${other}" lang="${otherLang}" class="${other}">${otherName}</a>`
  const unreviewed =
    language === 'mn' &&
    html`<p class="foot">${han(createWords('zh')('/villager.shell.unreviewed'))}</p>`
  return html`<!DOCTYPE html>
    <html lang="${lang}" class="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="format-detection" content="telephone=no" />
        <title>${title}</title>
        <link rel="stylesheet" href="/plain.css" />
      </head>
      <body>
        <p class="top">
          <a href="${at('/plain')}">${t('villager.board.kind')}</a> ${change}
          <a href="/">${t('plain.openApp')}</a>
        </p>
        ${main}
        <p class="foot">${t('plain.about')}</p>
        ${unreviewed}
      </body>
    </html> `.text
}
