// npm run icons: draws apps/web/public/icon.svg in the sizes that phones want, and the pictures of the example, after they were changed.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { root } from './lib/paths.ts'

const PUBLIC = `${root}apps/web/public/`
const PICTURES = `${root}apps/example/pictures/`
const PAGE = '#146eaa'

/** Phones cut a maskable icon to a circle of four fifths of its width; corners of others are round already. */
const ICONS = [
  { name: 'icon-192.png', size: 192, scale: 1, background: 'transparent' },
  { name: 'icon-512.png', size: 512, scale: 1, background: 'transparent' },
  { name: 'icon-maskable-512.png', size: 512, scale: 0.8, background: PAGE },
  { name: 'apple-touch-icon.png', size: 180, scale: 0.9, background: PAGE },
]

/** What a browser computes: a drawing in the size of its own as WebP, which a phone loads quickly. */
const toWebp = (drawing: string): string => {
  const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(drawing) ?? []
  return `(async () => {
    const image = new Image(${width}, ${height})
    image.src = 'data:image/svg+xml,' + encodeURIComponent(${JSON.stringify(drawing)})
    await image.decode()
    const canvas = Object.assign(document.createElement('canvas'), { width: ${width}, height: ${height} })
    canvas.getContext('2d').drawImage(image, 0, 0, ${width}, ${height})
    return canvas.toDataURL('image/webp', 0.82).replace(/^[^,]*,/, '')
  })()`
}

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
  const page = await browser.newPage()
  for (const file of readdirSync(PICTURES).filter((name) => name.endsWith('.svg'))) {
    const drawing = readFileSync(`${PICTURES}${file}`, 'utf8')
    const webp = await page.evaluate<string>(toWebp(drawing))
    writeFileSync(`${PICTURES}${file.replace(/svg$/, 'webp')}`, Buffer.from(webp, 'base64'))
  }
} finally {
  await browser.close()
}
