// npm run icons: draws apps/web/public/icon.svg in the sizes that phones want, after it was changed.
import { readFileSync, writeFileSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { root } from './lib/paths.ts'

const PUBLIC = `${root}apps/web/public/`
const PAGE = '#146eaa'

/** Phones cut a maskable icon to a circle of four fifths of its width; corners of others are round already. */
const ICONS = [
  { name: 'icon-192.png', size: 192, scale: 1, background: 'transparent' },
  { name: 'icon-512.png', size: 512, scale: 1, background: 'transparent' },
  { name: 'icon-maskable-512.png', size: 512, scale: 0.8, background: PAGE },
  { name: 'apple-touch-icon.png', size: 180, scale: 0.9, background: PAGE },
]

const svg = readFileSync(`${PUBLIC}icon.svg`, 'utf8')
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
try {
  for (const { name, size, scale, background } of ICONS) {
    const page = await browser.newPage({ viewport: { width: size, height: size } })
    const drawn = svg.replace('<svg ', `<svg width="${size * scale}" height="${size * scale}" `)
    await page.setContent(
      `<body style="margin:0;display:grid;place-items:center;height:100vh;background:${background}">${drawn}`,
    )
    writeFileSync(`${PUBLIC}${name}`, await page.screenshot({ omitBackground: true }))
    await page.close()
  }
} finally {
  await browser.close()
}
