import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { DEMO_PASSWORD } from '#tests/support/sambar-cli.ts'
import { standDemo } from './demo.ts'
import { hears, saying } from './reader.ts'

const demo = standDemo()
const SAMPLES = join(import.meta.dirname, '../fixtures/samples')

const button = (page: Page, key: string) => page.getByRole('button', { name: saying(key) })

async function signIn(page: Page, login: string, password = DEMO_PASSWORD): Promise<void> {
  await page.locator('input[name=login]').fill(login)
  await page.locator('input[name=password]').fill(password)
  await page.locator('form button[type=submit]').click()
}

test('a reviewer signs in, reads a notice as villagers will, approves it, and it hangs', async () => {
  const { page, context } = await demo.seat({ worker: true })
  await page.goto(`${demo.server.url}/desk`)
  await signIn(page, 'shenhe', 'not the password')
  await hears(page, 'api.errors.signInFailed')
  await signIn(page, 'shenhe')
  await page.getByText(saying('desk.queue.submitted')).click()
  await page.locator('a[href^="/desk/notice/"]').first().click()
  await hears(page, 'desk.preview.title')
  await hears(page, 'villager.notice.basis')
  expect(await button(page, 'desk.review.approve').isDisabled()).toBe(true)

  // Somebody ends the session: what was answered stays.
  for (const one of ['political', 'legal', 'policy', 'secrecy', 'wording'])
    await page.locator(`input[name=check-${one}][value=yes]`).check()
  await context.clearCookies()
  await button(page, 'desk.review.approve').click()
  await hears(page, 'desk.signIn.ended')
  await signIn(page, 'shenhe')
  await button(page, 'desk.review.approve').click()
  await hears(page, 'desk.notice.hangs')
  await page.getByText(saying('desk.notice.see')).waitFor()

  // Where somebody works, the desk opens without a network, and says that there is none.
  await page.waitForFunction(async () => {
    const names = await Promise.all((await caches.keys()).map(async (name) => caches.open(name)))
    const files = (await Promise.all(names.map((store) => store.keys()))).flat()
    return files.filter(({ url }) => url.includes('/assets/open-desk')).length === 2
  })
  await context.setOffline(true)
  await page.goto(`${demo.server.url}/desk`)
  await hears(page, 'desk.shell.offline')
})

test('an importer is told row by row what is wrong, corrects a column, keeps a sheet and sends it to review', async () => {
  const { page } = await demo.seat()
  await page.goto(`${demo.server.url}/desk/import`)
  await signIn(page, 'luru')
  const hand = async (file: string) => {
    await page.locator('input[name=program][value=grassland]').check()
    await page.locator('input[type=file]').setInputFiles(join(SAMPLES, file))
  }
  await hand('bad/amount-negative.csv')
  await hears(page, 'import.errors.amountNegative')
  await hears(page, 'import.place.row')
  expect(await page.innerText('main')).not.toMatch(/\d{15}/)
  await button(page, 'desk.import.another').click()

  await hand('01-草原生态保护补助奖励-2025.xlsx')
  await hears(page, 'import.summary.accepted')
  await page.getByText(saying('desk.import.columns')).click()
  const column = page.locator('details details').filter({ hasText: '备注' }).first()
  await column.locator('summary').click()
  await column.locator('input[value=drop]').check()
  await button(page, 'desk.import.readAgain').click()
  await button(page, 'desk.import.readAgain').waitFor({ state: 'detached' })
  await hears(page, 'import.summary.accepted')

  await button(page, 'desk.import.keep').click()
  // The demo county has published this year's list before: a correction says why.
  await hears(page, 'api.errors.whyMissing')
  await page.locator('main input[type=text]').last().fill('面积登记有误')
  await button(page, 'desk.import.keep').click()
  await hears(page, 'desk.import.kept')
  await button(page, 'desk.notice.submit').click()
  await hears(page, 'desk.import.submitted')
})
