import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { CDPSession, Page } from 'playwright-core'
import { startChromium } from '../../e2e/browser/chromium.ts'
import type { Bench } from '../bench.ts'
import { answerOf } from '../lib/made-up-town.ts'

// How fluently the street plan of a full town (24 houses, 200 stalls) pans on a slow device. Baseline: the same shapes on a canvas, drawn anew
// for each frame; and an empty page, which tells what the machine has to give.

const THROTTLING = 4
const MEASURED_MS = 4000
const SIZES = [
  { what: 'phone', viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 },
  { what: 'desktop', viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 },
] as const

export const bench: Bench = {
  name: 'town',
  run: async ({ say }) => {
    await promisify(execFile)(process.execPath, [path('../../scripts/build-web.ts')])
    const server = await serve()
    const browser = await startChromium()
    try {
      const figures = []
      for (const { what, viewport, deviceScaleFactor } of SIZES) {
        const context = await browser.newContext({ viewport, deviceScaleFactor, locale: 'en-GB' })
        const page = await context.newPage()
        const cdp = await context.newCDPSession(page)
        await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/towns/1`)
        await page.locator('.plan-place[href^="/gigs/"]').nth(199).waitFor()
        const vector = await measurePanning(page, cdp)
        await page.evaluate(drawOnCanvas)
        const canvas = await measurePanning(page, cdp)
        await page.goto('about:blank')
        const nothing = await measureDrag(page, cdp, { x: 0, y: 0, ...viewport })
        say(`${what}: vector ${text(vector)}, canvas ${text(canvas)}, an empty page ${text(nothing)}`)
        figures.push({
          what: `panning 24 houses and 200 stalls, ${what}, CPU ${THROTTLING}× slower`,
          bar: '≥ 50 frames/s',
          value: text(vector),
          baseline: `canvas ${text(canvas)}; an empty page ${text(nothing)}`,
        })
        await context.close()
      }
      return figures
    } finally {
      await browser.close()
      server.close()
    }
  },
}

type Panning = { readonly perSecond: number; readonly longest: number }

/** Enlarges the plan and drags it to and fro. */
const measurePanning = async (page: Page, cdp: CDPSession): Promise<Panning> => {
  const plan = page.getByRole('figure').first()
  const enlarge = plan.getByRole('button').first()
  await enlarge.press('0')
  await enlarge.click()
  await enlarge.click()
  await page.waitForTimeout(500)
  const box = await plan.locator('.plan-frame').boundingBox()
  if (!box) throw new Error('there is no plan')
  return measureDrag(page, cdp, box)
}

type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** Drags with the mouse in a part of the page, and counts its frames meanwhile. */
const measureDrag = async (page: Page, cdp: CDPSession, box: Box): Promise<Panning> => {
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: THROTTLING })
  await page.mouse.move(middle.x, middle.y)
  await page.mouse.down()
  const counted = page.evaluate(countFrames, MEASURED_MS)
  const until = performance.now() + MEASURED_MS
  for (let step = 0; performance.now() < until; step += 1) {
    const angle = step / 15
    await page.mouse.move(middle.x + Math.sin(angle) * box.width * 0.3, middle.y + Math.cos(angle) * box.height * 0.3)
  }
  const result = await counted
  await page.mouse.up()
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 })
  return result
}

/** Runs in the page. */
const countFrames = (milliseconds: number): Promise<Panning> =>
  new Promise((done) => {
    let [frames, longest, last] = [0, 0, performance.now()]
    const from = last
    const frame = (now: number) => {
      frames += 1
      longest = Math.max(longest, now - last)
      last = now
      if (now - from < milliseconds) requestAnimationFrame(frame)
      else done({ perSecond: (frames * 1000) / (now - from), longest })
    }
    requestAnimationFrame(frame)
  })

/** Runs in the page: puts a canvas with the same shapes over the picture, which follows its movements by drawing all of them anew. */
const drawOnCanvas = () => {
  const picture = document.querySelector<SVGSVGElement>('.plan-picture > svg')
  const layer = picture?.parentElement
  const frame = layer?.parentElement
  const base = picture?.getScreenCTM()?.inverse()
  if (!picture || !layer || !frame || !base) throw new Error('there is no plan')
  const shapes = [...picture.querySelectorAll<SVGGeometryElement>('path, rect, circle, ellipse')].map((element) => {
    const { fill, stroke, strokeWidth } = getComputedStyle(element)
    const path = new Path2D()
    const matrix = base.multiply(element.getScreenCTM() ?? new DOMMatrix())
    path.addPath(new Path2D(outlineOf(element)), matrix)
    const scale = Math.sqrt(Math.abs(matrix.a * matrix.d - matrix.b * matrix.c))
    return { path, fill, stroke, width: Number.parseFloat(strokeWidth) * scale }
  })
  const canvas = document.createElement('canvas')
  const { clientWidth: width, clientHeight: height } = frame
  canvas.width = width * devicePixelRatio
  canvas.height = height * devicePixelRatio
  canvas.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;pointer-events:none'
  frame.append(canvas)
  picture.style.visibility = 'hidden'
  const context = canvas.getContext('2d')
  const { x, y, width: w, height: h } = picture.viewBox.baseVal
  const unit = Math.min(width / w, height / h)
  const draw = () => {
    if (!context) return
    const { a, e, f } = new DOMMatrix(getComputedStyle(layer).transform)
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0)
    context.clearRect(0, 0, width, height)
    context.translate(e, f)
    context.scale(a * unit, a * unit)
    context.translate((width / unit - w) / 2 - x, (height / unit - h) / 2 - y)
    for (const shape of shapes) {
      if (shape.fill !== 'none') {
        context.fillStyle = shape.fill
        context.fill(shape.path)
      }
      if (shape.stroke !== 'none') {
        context.strokeStyle = shape.stroke
        context.lineWidth = shape.width
        context.stroke(shape.path)
      }
    }
  }
  new MutationObserver(draw).observe(layer, { attributes: true, attributeFilter: ['style'] })
  draw()

  function outlineOf(element: SVGGeometryElement): string {
    const value = (name: string) => Number(element.getAttribute(name) ?? 0)
    if (element.tagName === 'path') return element.getAttribute('d') ?? ''
    if (element.tagName === 'rect') {
      return `M${value('x')} ${value('y')}h${value('width')}v${value('height')}h${-value('width')}z`
    }
    const [rx, ry] = [value('r') || value('rx'), value('r') || value('ry')]
    return `M${value('cx') - rx} ${value('cy')}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0z`
  }
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.html': 'text/html',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
}

/** The built web app with a node that only answers. */
const serve = async (): Promise<Server> => {
  const dist = new URL('../../apps/web/dist/', import.meta.url)
  const server = createServer(async ({ url = '/' }, response) => {
    const address = new URL(url, 'http://localhost')
    if (address.pathname === '/api/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
      return
    }
    if (address.pathname.startsWith('/api/')) {
      const answer = answerOf(address)
      response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(answer ?? { code: 'NOT_FOUND', message: '' }))
      return
    }
    const file = extname(address.pathname) === '' ? 'index.html' : address.pathname.slice(1)
    try {
      const content = await readFile(new URL(file, dist))
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(content)
    } catch {
      // Not built, such as an icon that a browser asks for by itself.
      response.writeHead(404).end()
    }
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return server
}

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

const text = ({ perSecond, longest }: Panning): string =>
  `${perSecond.toFixed(0)} frames/s, longest ${longest.toFixed(0)} ms`
