import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { activeThisWeek } from '../src/features/town/plan/activity.ts'
import {
  BUILDINGS,
  FRAME,
  type Ground,
  groundAt,
  INNER,
  LANE,
  layHouses,
  layStalls,
  MAX_SCALE,
  MOST_STALLS,
  PLOT,
  PLOTS,
  SQUARE,
} from '../src/features/town/plan/layout.ts'
import { type Place, project } from '../src/features/town/plan/projection.ts'
import { newsOf } from '../src/features/town/plan/use-news.ts'
import { layWalk } from '../src/features/town/plan/walks.ts'
import { seasonOf } from '../src/lib/season.ts'
import { lightAt } from '../src/lib/use-light.ts'
import { clamp, panBy, reveal, WHOLE, zoomAt } from '../src/ui/drawing/view.ts'

const overlaps = (a: Ground, b: Ground) => a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1

const grounds: readonly Ground[] = [
  ...PLOTS.map((at) => groundAt(at, PLOT.width, PLOT.depth)),
  ...Object.values(BUILDINGS),
  { x0: -SQUARE, x1: SQUARE, y0: -SQUARE, y1: SQUARE },
]

const isInFrame = (place: Place) => {
  const { x, y } = project(place)
  const [left, top, width, height] = FRAME
  return x >= left && x <= left + width && y >= top && y <= top + height
}

describe('the ground', () => {
  test('has a plot for each seat', () => {
    expect(PLOTS).toHaveLength(24)
  })

  test('nothing stands on something else', () => {
    for (const [i, a] of grounds.entries()) {
      for (const b of grounds.slice(i + 1)) expect(overlaps(a, b), JSON.stringify([a, b])).toBe(false)
    }
  })

  test('everything is inside of the frame', () => {
    for (const { x0, x1, y0, y1 } of grounds) {
      for (const x of [x0, x1]) for (const y of [y0, y1]) expect(isInFrame({ x, y })).toBe(true)
    }
  })
})

type Step = { readonly type: 'joined' | 'left'; readonly walletId: number }

/** What the chain can tell: nobody joins twice, nobody leaves who is not there, at most 24. */
const stories = fc
  .array(fc.record({ walletId: fc.integer({ min: 1, max: 40 }), leaves: fc.boolean() }), { maxLength: 120 })
  .map((wishes) => {
    const here = new Set<number>()
    return wishes.flatMap(({ walletId, leaves }): readonly Step[] => {
      if (leaves && here.delete(walletId)) return [{ type: 'left', walletId }]
      if (leaves || here.has(walletId) || here.size === PLOTS.length) return []
      here.add(walletId)
      return [{ type: 'joined', walletId }]
    })
  })

const eventsOf = (steps: readonly Step[]) =>
  steps.map((step, i) => ({
    ...step,
    blockNumber: i >> 1,
    logIndex: i & 1,
    transactionHash: '0x' as const,
    at: i,
    returned: 0n,
    unlocked: 0n,
    granted: 0n,
  }))

const membersAfter = (steps: readonly Step[]): readonly number[] => {
  const here = new Set<number>()
  for (const { type, walletId } of steps) type === 'joined' ? here.add(walletId) : here.delete(walletId)
  return [...here]
}

const housesAfter = (steps: readonly Step[]) => layHouses({ events: eventsOf(steps), members: membersAfter(steps) })

describe('houses', () => {
  test('each member has one, on a plot of its own', () => {
    fc.assert(
      fc.property(stories, (steps) => {
        const houses = housesAfter(steps)
        expect([...houses.keys()].toSorted()).toEqual([...membersAfter(steps)].toSorted())
        expect(new Set(houses.values()).size).toBe(houses.size)
        expect([...houses.values()].every((plot) => PLOTS[plot] !== undefined)).toBe(true)
      }),
    )
  })

  test('none moves when somebody comes or leaves', () => {
    fc.assert(
      fc.property(stories, (steps) => {
        const before = housesAfter(steps.slice(0, -1))
        for (const [walletId, plot] of housesAfter(steps)) {
          if (before.has(walletId)) expect(before.get(walletId)).toBe(plot)
        }
      }),
    )
  })

  test('the order in which the history arrives does not matter', () => {
    fc.assert(
      fc.property(stories, (steps) => {
        const members = membersAfter(steps)
        expect(layHouses({ events: eventsOf(steps).toReversed(), members })).toEqual(housesAfter(steps))
      }),
    )
  })

  test('who comes takes the plot of who left', () => {
    const steps: readonly Step[] = [
      { type: 'joined', walletId: 1 },
      { type: 'joined', walletId: 2 },
      { type: 'left', walletId: 1 },
      { type: 'joined', walletId: 3 },
      { type: 'joined', walletId: 1 },
    ]
    expect(Object.fromEntries(housesAfter(steps))).toEqual({ 1: 2, 2: 1, 3: 0 })
  })

  test('a member that the history does not tell of yet has one too, and who has just left has none', () => {
    const steps: readonly Step[] = [
      { type: 'joined', walletId: 1 },
      { type: 'joined', walletId: 2 },
    ]
    expect([...layHouses({ events: eventsOf(steps), members: [2, 3] })]).toEqual([
      [2, 1],
      [3, 0],
    ])
  })
})

const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 5000 }), { maxLength: MOST_STALLS + 20 })

describe('stalls', () => {
  test('there is room for 200', () => {
    expect(MOST_STALLS).toBeGreaterThanOrEqual(200)
  })

  test('none stands in another or off the square', () => {
    fc.assert(
      fc.property(numbers, (gigs) => {
        const { pitch, stalls } = layStalls(gigs)
        expect(stalls.size).toBe(Math.min(gigs.length, MOST_STALLS))
        const places = [...stalls.values()]
        expect(new Set(places.map(({ x, y }) => `${x}/${y}`)).size).toBe(places.length)
        for (const [i, a] of places.entries()) {
          expect(Math.max(Math.abs(a.x), Math.abs(a.y)) + pitch / 2).toBeLessThanOrEqual(SQUARE)
          for (const b of places.slice(i + 1)) {
            expect(Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y))).toBeGreaterThan(pitch * 0.99)
          }
        }
      }),
      { numRuns: 20 },
    )
  })

  test('one stays while others go, unless their numbers are a whole market apart', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.uniqueArray(fc.integer({ min: 0, max: 31 }), { minLength: 2, maxLength: 32 }),
        (first, offsets) => {
          const gigs = offsets.map((offset) => first + offset)
          const all = layStalls(gigs).stalls
          for (const [number, place] of layStalls(gigs.slice(1)).stalls) expect(place).toEqual(all.get(number))
        },
      ),
    )
  })

  test.each([20, 90, MOST_STALLS])('of %s gigs that follow each other each has the cell of its number', (count) => {
    const gigs = Array.from({ length: count }, (_, i) => 777 + i)
    const all = layStalls(gigs).stalls
    for (const [number, place] of layStalls(gigs.slice(1)).stalls) expect(place).toEqual(all.get(number))
  })

  test('the order of the list does not matter', () => {
    fc.assert(
      fc.property(numbers, (gigs) => {
        expect(layStalls(gigs.toReversed())).toEqual(layStalls(gigs))
      }),
      {
        numRuns: 20,
      },
    )
  })
})

const frame = { width: 328, height: 234, maxScale: MAX_SCALE }
const point = fc.record({
  x: fc.double({ min: -500, max: 900, noNaN: true }),
  y: fc.double({ min: -500, max: 900, noNaN: true }),
})
const views = fc
  .record({ scale: fc.double({ min: 0.1, max: 20, noNaN: true }), by: point })
  .map(({ scale, by }) => clamp({ scale, ...by }, frame))

describe('the view', () => {
  test('always covers the frame', () => {
    fc.assert(
      fc.property(views, point, fc.double({ min: 0.01, max: 100, noNaN: true }), (view, at, factor) => {
        for (const { scale, x, y } of [
          panBy(view, at, frame),
          zoomAt(view, factor, at, frame),
          reveal(view, at, 48, frame),
        ]) {
          expect(scale).toBeGreaterThanOrEqual(1)
          expect(scale).toBeLessThanOrEqual(MAX_SCALE)
          expect(Math.max(x, y)).toBeLessThanOrEqual(0)
          expect(x + frame.width * scale).toBeGreaterThanOrEqual(frame.width - 1e-6)
          expect(y + frame.height * scale).toBeGreaterThanOrEqual(frame.height - 1e-6)
        }
      }),
    )
  })

  test('what is at the fingers stays there', () => {
    const at = { x: 164, y: 117 }
    const { scale, x, y } = zoomAt(zoomAt(WHOLE, 2, at, frame), 1.5, at, frame)
    expect(scale).toBe(3)
    expect({ x: x + at.x * scale, y: y + at.y * scale }).toEqual(at)
  })

  test('a place at the edge comes in, one that is seen does not move the picture', () => {
    const view = zoomAt(WHOLE, 4, { x: 164, y: 117 }, frame)
    expect(reveal(view, { x: 100, y: 100 }, 48, frame)).toEqual(view)
    expect(reveal(view, { x: 400, y: 100 }, 48, frame).x).toBe(view.x - (400 - (328 - 48)))
  })
})

const DAY = 86_400

test('who did something within a week is active', () => {
  const now = 100 * DAY
  const roster = [
    { walletId: 1, activeAt: now },
    { walletId: 2, activeAt: now - 7 * DAY },
    { walletId: 3, activeAt: now - 7 * DAY - 1 },
  ]
  expect([...activeThisWeek({ roster, now })]).toEqual([1, 2])
})

test('a neighbour that was not there and a gig that was not done are news', () => {
  const before = { members: new Set([1, 2]), done: new Set([7n]) }
  const gigs = [
    { id: 7n, state: 'Rated', taker: 1, creator: 2, skill: 3 },
    { id: 8n, state: 'Taken', taker: 1, creator: 2, skill: 3 },
  ] as const
  expect(newsOf(before, { members: [1, 2], gigs })).toBeUndefined()
  expect(newsOf(before, { members: [1], gigs })).toBeUndefined()
  expect(newsOf(before, { members: [1, 2, 3], gigs })).toEqual({ kind: 'arrived', walletId: 3 })
  const completed = [...gigs, { id: 9n, state: 'Completed', taker: 2, creator: 1, skill: 3 }] as const
  expect(newsOf(before, { members: [1, 2], gigs: completed })).toEqual({
    kind: 'completed',
    walletId: 2,
    creator: 1,
    skill: 3,
  })
})

test.each([
  [5, 'night'],
  [6, 'dusk'],
  [7, 'dusk'],
  [8, 'day'],
  [17, 'day'],
  [18, 'dusk'],
  [19, 'dusk'],
  [20, 'night'],
])('at %s the light is that of %s', (hour, light) => {
  expect(lightAt(hour)).toBe(light)
})

test.each([
  [0, 'winter', 'summer'],
  [2, 'spring', 'autumn'],
  [5, 'summer', 'winter'],
  [10, 'autumn', 'spring'],
  [11, 'winter', 'summer'],
])('month %s is %s in the north and %s in the south', (month, north, south) => {
  expect(seasonOf({ month, isSouthern: false })).toBe(north)
  expect(seasonOf({ month, isSouthern: true })).toBe(south)
})

describe('walks', () => {
  const INNER_STREET = (SQUARE + INNER) / 2
  const isOnStreet = ({ x, y }: Place) =>
    [x, y].some((value) => Math.abs(Math.abs(value) - INNER_STREET) < 0.41 || Math.abs(Math.abs(value) - LANE) < 0.21)
  const places = [undefined, ...PLOTS]

  test('lead along streets from any house, and the station, to any other', () => {
    for (const from of places) {
      for (const to of PLOTS) {
        const way = layWalk({ from, to })
        for (const [i, place] of way.entries()) {
          const before = way[i - 1] ?? place
          expect(before.x === place.x || before.y === place.y, JSON.stringify(way)).toBe(true)
          for (const share of [0, 0.25, 0.5, 0.75, 1]) {
            const at = { x: before.x + (place.x - before.x) * share, y: before.y + (place.y - before.y) * share }
            expect(isOnStreet(at), JSON.stringify(way)).toBe(true)
          }
        }
        const end = way.at(-1) ?? { x: 0, y: 0 }
        expect(Math.hypot(end.x - to.x, end.y - to.y)).toBeLessThan(1.4)
      }
    }
  })

  test('are never longer than once around the square and out and back', () => {
    for (const from of places) {
      for (const to of PLOTS) {
        const way = layWalk({ from, to })
        const length = way.reduce((sum, place, i) => {
          const before = way[i - 1] ?? place
          return sum + Math.hypot(place.x - before.x, place.y - before.y)
        }, 0)
        expect(length).toBeLessThan(4 * INNER_STREET + 2 * (LANE - INNER_STREET + LANE))
      }
    }
  })
})
