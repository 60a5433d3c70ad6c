import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { networkPageSchema } from '@distributed-town/protocol'
import type { CDPSession, Page } from 'playwright-core'
import { z } from 'zod'
import { compress } from '../../apps/node/src/api/send-json.ts'
import { startChromium } from '../../e2e/browser/chromium.ts'
import type { Bench, Figure } from '../bench.ts'
import { makeNetwork } from '../lib/made-up-network.ts'
import { answerOf } from '../lib/made-up-town.ts'
import { serveWeb } from '../lib/serve-web.ts'

// How fluently the street plan of a full town (24 houses, 200 stalls) and the map of a network pan on a slow device. Baseline: the same shapes
// on a canvas, drawn anew for each frame; and an empty page, which tells what the machine has to give.

const THROTTLING = 4
const MEASURED_MS = 4000
const TOWNS = 1000
/** What is panned: a page, what is there when all of it is drawn, and how often it is enlarged before. */
const SCENES = [
  { what: '24 houses and 200 stalls', path: '/towns/1', drawn: '.plan-place[href^="/gigs/"]', count: 200, enlarged: 2 },
  { what: `a network of ${TOWNS} towns`, path: '/towns', drawn: '.network-district', count: TOWNS, enlarged: 2 },
  { what: `a network of ${TOWNS} towns, close`, path: '/towns', drawn: '.network-district', count: TOWNS, enlarged: 6 },
] as const
const SIZES = [
  { device: 'phone', viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 },
  { device: 'desktop', viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1 },
] as const

export const bench: Bench = {
  name: 'town',
  run: async ({ say }) => {
    await promisify(execFile)(process.execPath, [path('../../scripts/build-web.ts')])
    const server = await serveWeb((url) => answerOf(url) ?? networkOf(url))
    const browser = await startChromium()
    try {
      const figures: Figure[] = [await measureSize()]
      for (const { device, viewport, deviceScaleFactor } of SIZES) {
        const context = await browser.newContext({ viewport, deviceScaleFactor, locale: 'en-GB' })
        const page = await context.newPage()
        const cdp = await context.newCDPSession(page)
        await page.goto('about:blank')
        const nothing = await measureDrag(page, cdp, { x: 0, y: 0, ...viewport })
        for (const { what, path, drawn, count, enlarged } of SCENES) {
          await page.goto(`${server.url}${path}`)
          await page
            .locator(drawn)
            .nth(count - 1)
            .waitFor({ state: 'attached' })
          const vector = await measurePanning(page, cdp, enlarged)
          await page.evaluate(drawOnCanvas)
          const canvas = await measurePanning(page, cdp, enlarged)
          say(`${device}, ${what}: vector ${text(vector)}, canvas ${text(canvas)}, an empty page ${text(nothing)}`)
          figures.push({
            what: `panning ${what}, ${device}, CPU ${THROTTLING}× slower`,
            bar: '≥ 50 frames/s',
            value: text(vector),
            baseline: `canvas ${text(canvas)}; an empty page ${text(nothing)}`,
          })
        }
        await context.close()
      }
      return figures
    } finally {
      await browser.close()
      server.close()
    }
  },
}

/** What the network costs whoever opens its map. */
const measureSize = async (): Promise<Figure> => {
  const json = Buffer.from(JSON.stringify(networkOf(new URL('http://localhost/api/network'))))
  const [brotli, gzip] = await Promise.all([compress.br(json), compress.gzip(json)])
  const kilobytes = ({ length }: Buffer) => `${(length / 1000).toFixed(0)} kB`
  return {
    what: `a network of ${TOWNS} towns over the wire`,
    value: `${kilobytes(brotli)} (brotli)`,
    baseline: `gzip ${kilobytes(gzip)}; as it is ${kilobytes(json)}`,
  }
}

/** What a node tells of the network. */
const networkOf = ({ pathname }: URL): unknown =>
  pathname === '/api/network'
    ? z.encode(networkPageSchema, { items: makeNetwork({ towns: TOWNS }), next: null })
    : undefined

type Panning = { readonly perSecond: number; readonly longest: number }

/** Enlarges the plan and drags it to and fro. */
const measurePanning = async (page: Page, cdp: CDPSession, enlarged: number): Promise<Panning> => {
  const plan = page.getByRole('figure').first()
  const enlarge = plan.getByRole('button').first()
  await enlarge.press('0')
  for (let times = 0; times < enlarged; times += 1) await enlarge.click()
  const frame = plan.locator('.plan-frame')
  await frame.evaluate((element) => element.scrollIntoView({ block: 'center' }))
  await page.waitForTimeout(500)
  const box = await frame.boundingBox()
  if (!box) throw new Error('there is no plan')
  const place = () => plan.locator('.plan-picture').evaluate((element) => element.style.transform)
  const before = await place()
  const panning = await measureDrag(page, cdp, box)
  if ((await place()) === before) throw new Error('the picture was not moved')
  return panning
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

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url))

const text = ({ perSecond, longest }: Panning): string =>
  `${perSecond.toFixed(0)} frames/s, longest ${longest.toFixed(0)} ms`
