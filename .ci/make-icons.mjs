/** `node .ci/make-icons.mjs`: the icons of the home screen out of public/icon.svg, only when that one changes. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { root } from './ensure.mjs'

const svg = readFileSync(join(root, 'public/icon.svg'), 'utf8')
const GROUND = /fill="(#[0-9a-f]{6})"/.exec(svg)[1]
/** Of a maskable icon any shape may be cut that holds the inner circle of four fifths: the drawing stands in there. */
const ICONS = [
  { name: 'plain-192', size: 192, drawing: 1, ground: 'transparent' },
  { name: 'plain-512', size: 512, drawing: 1, ground: 'transparent' },
  { name: 'maskable-192', size: 192, drawing: 0.8, ground: GROUND },
  { name: 'maskable-512', size: 512, drawing: 0.8, ground: GROUND },
  { name: 'apple-180', size: 180, drawing: 0.9, ground: GROUND },
]

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
})
mkdirSync(join(root, 'public/icons'), { recursive: true })
for (const { name, size, drawing, ground } of ICONS) {
  const page = await browser.newPage({ viewport: { width: size, height: size } })
  const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
  await page.setContent(
    `<body style="margin:0;height:100vh;display:grid;place-items:center;background:${ground}"><img src="${source}" width="${Math.round(size * drawing)}">`,
  )
  const bytes = await page.screenshot({ omitBackground: true })
  writeFileSync(join(root, `public/icons/${name}.png`), bytes)
  await page.close()
}
await browser.close()
