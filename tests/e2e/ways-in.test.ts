import type { Page } from 'playwright-core'
import { beforeEach, expect, test } from 'vitest'
import { standDemo } from './demo.ts'
import { createEyes } from './eyes.ts'
import { walkByKeys } from './hands.ts'

const REGION = '152529900201'

const demo = standDemo()
let page: Page
beforeEach(async () => {
  ;({ page } = await demo.seat({ worker: true }))
})

const see = createEyes('ways-in')

async function pickVillage(): Promise<void> {
  await page.goto(demo.server.url)
  await page.locator('a[href="/open/pick"]').click()
  await page.locator('details.township summary').first().click()
  await page.locator(`a[href="/open/${REGION}"]`).click()
  await page.waitForSelector('.group')
}

test('sumu, gacha, code: a typed code opens the names', async () => {
  await pickVillage()
  // Pasted in one piece, as from a message; lower case and spaces do no harm.
  await page.locator('.group').first().fill(demo.board(REGION).code.toLowerCase())
  expect(await page.locator('.group').last().inputValue()).toBe(demo.board(REGION).code.slice(-4))
  await page.locator('form button[type=submit]').click()
  await page.waitForSelector('a.notice')
  await page.locator('input[type=search]').fill('bte')
  await page.locator('a[href*="/person/"]').first().waitFor()
  // It brought no root; the app says so where it says what was verified.
  await page.locator('input[type=search]').fill('')
  await page.locator('a.notice').first().click()
  await page.locator('a[href$="/verified"]').click()
  await page.waitForSelector('.check')
  expect(await page.textContent('#main')).toContain('没有二维码可以比对')
})

test('a village is found by its name', async () => {
  await page.goto(`${demo.server.url}/open/pick`)
  await page.locator('input[type=search]').fill('嘎查三')
  await page.locator('a[href^="/open/1525"]', { hasText: '示范嘎查三' }).waitFor()
  await see(page, 'pick-found')
  await page.locator('input[type=search]').fill('没有这里')
  await page.getByText('没有叫“没有这里”的嘎查村').waitFor()
  await page.locator('input[type=search]').fill('')
  await page.waitForSelector('details.township')
  await walkByKeys(page, 'pick')
})

test('a code typed on the keys of the screen opens the names', async () => {
  await pickVillage()
  const press = (letter: string) => page.locator('.key').getByText(letter, { exact: true }).click()
  for (const letter of demo.board(REGION).code.replace(/ /g, '').slice(0, 5)) await press(letter)
  await press('Z')
  await page.locator('.key.rub').click()
  expect(await page.locator('.group').nth(1).inputValue()).toBe(demo.board(REGION).code[5])
  for (const letter of demo.board(REGION).code.replace(/ /g, '').slice(5)) await press(letter)
  await page.locator('form button[type=submit]').click()
  await page.waitForSelector('a.notice')
})

test('full width, capitals, hyphens and letters that look like digits are forgiven', async () => {
  await pickVillage()
  const sloppy = demo
    .board(REGION)
    .code.toLowerCase()
    .replace(/ /g, '－')
    .replace(/0/g, 'o')
    .replace(/1/g, 'l')
    .replace(/[a-z0-9]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))
  await page.locator('.group').first().fill(sloppy)
  await page.locator('form button[type=submit]').click()
  await page.waitForSelector('a.notice')
})

test('letters that a Chinese input method is still composing are left alone until it hands them over', async () => {
  await pickVillage()
  const group = (at: number) => page.locator('.group').nth(at)
  const keyboard = await page.context().newCDPSession(page)
  await group(0).focus()
  const composing = { text: 'k7m2a', selectionStart: 5, selectionEnd: 5 }
  await keyboard.send('Input.imeSetComposition', composing)
  expect(await group(0).inputValue()).toBe('k7m2a')
  await keyboard.send('Input.insertText', { text: 'ｋ７ｍ２ａ' })
  expect(await group(0).inputValue()).toBe('K7M2')
  expect(await group(1).inputValue()).toBe('A')
  await page.keyboard.type('b')
  expect(await group(1).inputValue()).toBe('AB')
  for (let i = 0; i < 3; i++) await page.keyboard.press('Backspace')
  expect(await group(1).inputValue()).toBe('')
  expect(await group(0).inputValue()).toBe('K7M')
})

test('a letter that no code has is said with its group, before anything is asked', async () => {
  await pickVillage()
  await page.locator('.group').nth(2).fill('AU2Z')
  await page.getByText('第 3 组里的“U”不在编码里').waitFor()
  expect(await page.locator('.group[aria-invalid=true]').count()).toBe(1)
  await see(page, 'door-letter')
})

test('a code with one usual slip is refused in words that name its group, and stays in the fields', async () => {
  await pickVillage()
  const alike: Record<string, string> = { 8: 'B', B: '8', 5: 'S', S: '5', 2: 'Z', Z: '2', 6: 'G' }
  const letters = [...demo.board(REGION).code.replace(/ /g, '')]
  const slips = letters.flatMap((letter, at) => (alike[letter] ? [at] : []))
  const at = slips[0] ?? 0
  letters[at] = alike[letters[at]!] ?? (letters[at] === '7' ? '1' : '7')
  await page.locator('.group').first().fill(letters.join(''))
  await page.locator('form button[type=submit]').click()
  await page.waitForSelector('.note.wrong')
  const said = await page.textContent('.note.wrong')
  expect(said).toContain('编码对不上')
  if (slips.length > 0) expect(said).toMatch(new RegExp(`第 [0-9、]*${Math.floor(at / 4) + 1}`))
  expect(await page.locator('.group').first().inputValue()).toBe(letters.join('').slice(0, 4))
  await see(page, 'door-wrong')
})

test('without a code: rules and totals, and not one name', async () => {
  await pickVillage()
  await page.getByText('看公开内容').click()
  await page.waitForSelector('a.notice')
  expect(await page.locator('input[type=search]').count()).toBe(0)
  await page.locator('a.notice').first().click()
  await page.waitForSelector('article.page')
  expect(await page.locator('.payee').count()).toBe(0)
  expect(await page.textContent('#main')).toContain('本机打不开名单')
  // The board's sheet opens them later, from the same place.
  await page.locator(`#main a[href="/open/${REGION}"]`).click()
  await page.waitForSelector('.group')
})

test('a pasted link opens the board; anything else is refused in words', async () => {
  await page.goto(`${demo.server.url}/open`)
  await page.getByText('粘贴链接').click()
  const field = page.locator('input[type=text]')
  await see(page, 'open-link')
  await field.fill('https://example.com/')
  await page.locator('form button[type=submit]').click()
  await page.waitForSelector('.note.wrong')
  expect(await page.textContent('.note.wrong')).toContain('不是公开栏的链接')
  await field.fill(` ${demo.link(REGION)}\n`)
  await page.locator('form button[type=submit]').click()
  await page.waitForSelector('a.notice')
  expect(page.url()).toBe(`${demo.server.url}/board/${REGION}`)
})

test('the language can be changed anywhere, and the page turns in place', async () => {
  await page.goto(demo.link(REGION))
  await page.waitForSelector('a.notice')
  const mode = () => page.evaluate(() => getComputedStyle(document.documentElement).writingMode)
  expect(await mode()).toBe('horizontal-tb')
  await page.locator('header .other').click()
  await page.waitForFunction(() => document.documentElement.lang === 'mn-Mong-CN')
  expect(await mode()).toBe('vertical-lr')
  expect(page.url()).toBe(`${demo.server.url}/board/${REGION}`)
  const bar = (await page.locator('nav.tabs').boundingBox())!
  expect(bar.height).toBeGreaterThan(bar.width)
})

test('removing everything leaves nothing of the board behind', async () => {
  await page.goto(demo.link(REGION))
  await page.waitForSelector('a.notice')
  await page.goto(`${demo.server.url}/settings`)
  await page.getByText('删除本机全部数据').click()
  await page.getByText('确定删除').click()
  await page.waitForURL('**/open')
  await page.goto(`${demo.server.url}/board/${REGION}`)
  await page.getByText('本机还没有打开这个公开栏').first().waitFor({ state: 'attached' })
  expect(await page.locator('a.notice').count()).toBe(0)
})

test('an unknown address says so and leads back', async () => {
  await page.goto(`${demo.server.url}/nowhere`)
  await page.getByText('回到公开栏').click()
  await page.waitForSelector('a.scan')
})

test('keys alone lead from the board to a person', async () => {
  await page.goto(demo.link(REGION))
  await page.waitForSelector('a.notice')
  await page.reload()
  await page.waitForSelector('a.notice')
  await page.keyboard.press('Tab')
  expect(await page.evaluate(() => document.activeElement?.className)).toContain('skip')
  await page.keyboard.press('Enter')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
  for (let i = 0; i < 3; i++) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(() => document.activeElement?.tagName === 'INPUT')) break
  }
  await page.keyboard.type('bte')
  await page.locator('a[href*="/person/"]').first().waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.waitForSelector('article.entry')
})

test('going back leads to the very place that was left', async () => {
  await page.goto(demo.link(REGION))
  await page.waitForSelector('a.notice')
  await page.evaluate(() => document.getElementById('main')!.scrollTo(0, 900))
  const before = await page.evaluate(() => document.getElementById('main')!.scrollTop)
  expect(before).toBeGreaterThan(600)
  await page.evaluate(() => {
    const view = document.getElementById('main')!.getBoundingClientRect()
    const seen = [...document.querySelectorAll<HTMLElement>('a.notice')].find(
      (line) => line.getBoundingClientRect().top > view.top + 40,
    )
    seen!.click()
  })
  await page.waitForSelector('article.page')
  expect(await page.evaluate(() => document.getElementById('main')!.scrollTop)).toBe(0)
  await page.locator('header .back').click()
  await page.waitForSelector('a.notice')
  await page.waitForFunction(
    (place) => Math.abs(document.getElementById('main')!.scrollTop - place) < 3,
    before,
  )
})
