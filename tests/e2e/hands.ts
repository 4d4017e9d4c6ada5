import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** As many stops as a person would make; longer lists go on in the same way. */
const MOST_STOPS = 40

interface Stop {
  name: string
  wrong: string[]
  last: boolean
}

/**
 * Goes through a screen by the Tab key alone. Every control that can be seen must be met, in the order in which it is
 * read; each stop must be seen; and the last leads out of the page, so that nobody is caught.
 */
export async function walkByKeys(page: Page, name: string): Promise<void> {
  await page.evaluate(() => {
    // From the very start: the first Tab goes to the first control.
    document.body.tabIndex = -1
    document.body.focus()
    document.body.removeAttribute('tabindex')
    delete (window as { stoppedAt?: Element }).stoppedAt
  })
  const wrong: string[] = []
  let stop: Stop | null = null
  for (let i = 0; i < MOST_STOPS && !stop?.last; i++) {
    await page.keyboard.press('Tab')
    stop = await page.evaluate(lookAtStop)
    wrong.push(...stop.wrong.map((fault) => `${stop!.name}: ${fault}`))
  }
  if (stop?.last) {
    await page.keyboard.press('Tab')
    const out = await page.evaluate(() => {
      const at = document.activeElement
      return at === document.body || (at?.matches('a.skip') ?? false)
    })
    if (!out) wrong.push('the last control does not lead out')
  }
  expect(wrong, name).toEqual([])
}

/** Runs in the page, after each Tab: where the focus stands, whether a person sees it there, and whether it left one out. */
function lookAtStop(): Stop {
  const at = document.activeElement as HTMLElement
  const said = at.getAttribute('aria-label') ?? at.textContent ?? ''
  const name = `${at.tagName} ${at.getAttribute('name') ?? ''} ${said.replace(/[ \n]+/g, ' ').slice(0, 40)}`
  if (at === document.body) return { name, wrong: ['the focus is lost'], last: true }

  // Controls in the order of reading; of radio buttons the chosen one, as Tab stops there once.
  const controls = [
    ...document.querySelectorAll<HTMLElement>(
      'a[href], button, input, select, textarea, summary, [tabindex="0"]',
    ),
  ].filter((el) => {
    if (el.matches(':disabled, [tabindex="-1"]')) return false
    if (el.closest('details:not([open])') && !el.matches('summary')) return false
    const { width, height } = el.getBoundingClientRect()
    if (width === 0 || height === 0 || getComputedStyle(el).visibility === 'hidden') return false
    if (!(el instanceof HTMLInputElement) || el.type !== 'radio') return true
    const group = [...document.querySelectorAll<HTMLInputElement>(`input[name="${el.name}"]`)]
    return el === (group.find((one) => one.checked) ?? group[0])
  })
  const page = window as { stoppedAt?: Element }
  const before = page.stoppedAt ? controls.indexOf(page.stoppedAt as HTMLElement) : -1
  const wanted = controls[before + 1]
  page.stoppedAt = at
  const wrong: string[] = []
  if (wanted !== at)
    wrong.push(`before it stands ${wanted?.tagName} ${(wanted?.textContent ?? '').slice(0, 40)}`)

  // What is drawn round a hidden radio button is its label's.
  const drawn = [at, at.nextElementSibling, at.closest('label'), at.parentElement]
  const ring = drawn.some((el) => {
    if (!el) return false
    const style = getComputedStyle(el)
    const outline = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
    return outline || style.boxShadow !== 'none'
  })
  if (!ring) wrong.push('no ring is seen')
  const box = (at.closest('label') ?? at).getBoundingClientRect()
  const seen =
    box.right > 0 && box.bottom > 0 && box.left < window.innerWidth && box.top < window.innerHeight
  if (!seen) wrong.push('it stands outside of what is seen')
  return { name, wrong, last: at === controls[controls.length - 1] }
}
