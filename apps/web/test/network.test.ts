import { MAX_PROXIMITY, proximity, SKILLS_PER_TEMPLATE } from '@distributed-town/sdk'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { makeNetwork } from '../../../bench/lib/made-up-network.ts'
import { FLAT, housesAt, radiusOf } from '../src/features/network/drawing.ts'
import { choicesOf, filterTowns, placeKey, withoutEach } from '../src/features/network/filter.ts'
import { chooseLabels, LETTERS } from '../src/features/network/labels.ts'
import { FRAME, LANDS, RADIUS, SQUASH } from '../src/features/network/lands.ts'
import { layNetwork } from '../src/features/network/lay-network.ts'
import { layTowns } from '../src/features/network/layout.ts'
import { hasBeacon, sizeOf, stateOf, toMapTowns, townAt } from '../src/features/network/map-town.ts'
import { layRoads } from '../src/features/network/roads.ts'
import { parseNetworkSearch } from '../src/features/network/search.ts'

const networks = fc
  .record({ towns: fc.integer({ min: 1, max: 120 }), seed: fc.integer({ min: 1, max: 1_000_000 }) })
  .map(makeNetwork)

const THOUSAND = makeNetwork({ towns: 1000 })

vi.setConfig({ testTimeout: 60_000 })

/** On the ground, where the slant of the picture does not shorten. */
const distance = (a: { x: number; y: number }, b: { x: number; y: number }) =>
  Math.hypot(a.x - b.x, (a.y - b.y) / SQUASH)

const placeOf = (places: ReadonlyMap<number, { x: number; y: number }>, id: number) => {
  const place = places.get(id)
  if (!place) throw new Error(`no place for ${id}`)
  return place
}

const pairsOf = <Item>(items: readonly Item[]) =>
  items.flatMap((a, i) => items.slice(i + 1).map((b) => [a, b] as const))

describe('where towns lie', () => {
  const check = (towns: ReturnType<typeof makeNetwork>) => {
    const laid = layNetwork(towns)
    const size = sizeOf(laid)
    const drawn = toMapTowns(towns, laid)
    expect(drawn).toHaveLength(towns.length)
    const [left, top, width, height] = FRAME
    const outside = drawn.filter(
      ({ town, at }) =>
        distance(at, LANDS[town.template] ?? { x: 0, y: 0 }) >= RADIUS ||
        Math.abs(at.x - left - width / 2) > width / 2 - size ||
        Math.abs(at.y - top - height / 2) > height / 2 - size,
    )
    expect(outside).toEqual([])
    // Two ellipses of the same form touch when, stretched to circles, they do.
    let touching = 0
    for (const [i, a] of drawn.entries()) {
      for (const b of drawn.slice(i + 1)) {
        const least = size * (radiusOf(a.town.members) + radiusOf(b.town.members))
        if ((a.at.x - b.at.x) ** 2 + ((a.at.y - b.at.y) / FLAT) ** 2 <= least ** 2) touching += 1
      }
    }
    expect(touching).toBe(0)
  }

  test('no two of them touch, and each is on the island of its template', () => {
    fc.assert(fc.property(networks, check), { numRuns: 15 })
    check(THOUSAND)
  })

  test('the order in which they are told makes no difference', () => {
    fc.assert(
      fc.property(
        networks.chain((towns) =>
          fc.tuple(fc.constant(towns), fc.shuffledSubarray(towns, { minLength: towns.length })),
        ),
        ([towns, shuffled]) => {
          const [one, other] = [layNetwork(towns), layNetwork(shuffled)]
          expect(other.places).toEqual(one.places)
          expect(other.roads).toEqual(one.roads)
        },
      ),
      { numRuns: 20 },
    )
  })

  test('none moves when another is founded', () => {
    const before = new Map<number, unknown>()
    for (let count = 1; count <= 300; count += count < 40 ? 1 : 37) {
      const { places } = layTowns(THOUSAND.slice(0, count))
      for (const [id, place] of places) {
        if (before.has(id)) expect(place).toEqual(before.get(id))
        before.set(id, place)
      }
    }
    expect(before.size).toBeGreaterThan(250)
  })

  test('when somebody joins a town, nearly all others stay', () => {
    const towns = THOUSAND.slice(0, 300)
    const { places } = layTowns(towns)
    const joinings = Array.from({ length: 20 }, (_, i) => ({ id: 1 + ((i * 97) % towns.length), skill: (i * 5) % 12 }))
    const moved = joinings.flatMap(({ id, skill }) => {
      const after = layTowns(
        towns.map((town) =>
          town.id === id
            ? { ...town, skillCounts: town.skillCounts.map((count, i) => count + Number(i === skill)) }
            : town,
        ),
      ).places
      return towns.filter(
        (other) => other.id !== id && distance(placeOf(places, other.id), placeOf(after, other.id)) > 0,
      )
    })
    expect(moved.length).toBeLessThan((joinings.length * towns.length) / 50)
  })

  test('towns with like skills are neighbours', () => {
    const { places, roads } = layNetwork(THOUSAND)
    const mean = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length
    const lengthOf = (from: number, to: number) => distance(placeOf(places, from), placeOf(places, to))
    const island = THOUSAND.filter(({ template }) => template === 0)
    const any = island.slice(1).map(({ id }, i) => lengthOf(id, island[i]?.id ?? 1))
    expect(mean(roads.map(({ from, to }) => lengthOf(from, to)))).toBeLessThan(mean(any) / 2)
  })

  test('a town without members has a place as well', () => {
    const empty = { id: 1, template: 2, skillCounts: Array.from({ length: SKILLS_PER_TEMPLATE }, () => 0) }
    const { places } = layTowns([empty, { ...empty, id: 2 }])
    expect(places.size).toBe(2)
    expect(places.get(1)).not.toEqual(places.get(2))
  })
})

describe('roads', () => {
  test('lead from each town to the two nearest of its template, as the proximity of the specification says', () => {
    fc.assert(
      fc.property(networks, (towns) => {
        const roads = new Set(layRoads(towns).map(({ from, to, proximity }) => `${from}/${to}/${proximity}`))
        const expected = new Set<string>()
        for (const town of towns) {
          const nearest = towns
            .filter(({ id, template }) => id !== town.id && template === town.template)
            .map(({ id, skillCounts }) => ({ id, near: proximity(skillCounts, town.skillCounts) }))
            .filter(({ near }) => near > 0)
            .toSorted((a, b) => b.near - a.near || a.id - b.id)
            .slice(0, 2)
          for (const { id, near } of nearest) {
            expect(near).toBeLessThanOrEqual(MAX_PROXIMITY)
            expected.add(`${Math.min(id, town.id)}/${Math.max(id, town.id)}/${near}`)
          }
        }
        expect(roads).toEqual(expected)
      }),
      { numRuns: 20 },
    )
  })
})

describe('what a district shows', () => {
  test('it is larger the more members it has, and has a house for each', () => {
    for (let members = 1; members <= 24; members += 1) {
      expect(radiusOf(members)).toBeGreaterThan(radiusOf(members - 1))
      // Each house has one left wall, which is one closed path.
      expect(housesAt({ at: { x: 40, y: -9 }, scale: 0.1 }, members, members % 3).left.match(/Z/g)).toHaveLength(
        members,
      )
    }
    expect(radiusOf(24)).toBe(1)
  })

  test('its state, and a beacon under 48', () => {
    const [town] = makeNetwork({ towns: 1 })
    if (!town) throw new Error('no town')
    expect(stateOf({ ...town, active: false, members: 2 })).toBe('waiting')
    expect(stateOf({ ...town, active: true, founding: true, members: 5 })).toBe('founding')
    expect(stateOf({ ...town, active: true, founding: false, members: 5 })).toBe('active')
    expect(stateOf({ ...town, active: true, founding: true, members: 24 })).toBe('full')
    const counts = (unique: number) => Array.from({ length: SKILLS_PER_TEMPLATE }, (_, i) => (i < unique ? 1 : 0))
    expect(hasBeacon({ ...town, score: null, skillCounts: counts(1), members: 1 })).toBe(false)
    expect(hasBeacon({ ...town, score: 3333, skillCounts: counts(2), members: 2 })).toBe(true)
    expect(hasBeacon({ ...town, score: 5000, skillCounts: counts(3), members: 3 })).toBe(false)
  })

  test('the nearest one is pointed at, and nothing where none is near', () => {
    const laid = layNetwork(THOUSAND)
    const drawn = toMapTowns(THOUSAND, laid)
    for (const each of drawn.slice(0, 50)) {
      expect(townAt(drawn, { x: each.at.x + 0.3, y: each.at.y }, { size: sizeOf(laid), within: 5 })).toBe(each)
    }
    expect(townAt(drawn, { x: FRAME[0], y: FRAME[1] }, { size: sizeOf(laid), within: 5 })).toBeUndefined()
  })
})

describe('names', () => {
  const named = fc.array(
    fc.record({
      id: fc.nat(),
      name: fc.string({ unit: 'grapheme', maxLength: 40 }),
      at: fc.record({ x: fc.nat(1000), y: fc.nat(1000) }),
    }),
    { maxLength: 60 },
  )

  test('of the most important town is there, and no two touch', () => {
    fc.assert(
      fc.property(named, fc.double({ min: 0.1, max: 10, noNaN: true }), (towns, unit) => {
        const unique = towns.map((town, i) => ({ ...town, id: i }))
        const chosen = chooseLabels(unique, { unit, beside: 4, rows: 1 })
        if (unique.length > 0) expect(chosen.has(0)).toBe(true)
        const shown = unique.filter(({ id }) => chosen.has(id))
        for (const [a, b] of pairsOf(shown)) {
          const [dx, dy] = [Math.abs(a.at.x - b.at.x) * unit, Math.abs(a.at.y - b.at.y) * unit]
          expect(dy >= LETTERS || dx > 0).toBe(true)
        }
      }),
    )
  })

  test('more of them appear when one comes closer', () => {
    const drawn = toMapTowns(THOUSAND, layNetwork(THOUSAND)).map(({ town, at }) => ({ ...town, at }))
    const counts = [0.2, 0.5, 1, 4, 12].map((unit) => chooseLabels(drawn, { unit, beside: 6, rows: 1 }).size)
    expect(counts).toEqual(counts.toSorted((a, b) => a - b))
    expect(counts.at(0)).toBeLessThan(60)
    expect(counts.at(-1)).toBe(THOUSAND.length)
  })
})

describe('looking for towns', () => {
  const [first, ...rest] = makeNetwork({ towns: 200 })
  if (!first) throw new Error('no town')
  const town = {
    ...first,
    template: 1,
    name: 'Città degli Alberi',
    purpose: 'We repair bicycles.',
    place: ' Königsberg  Süd',
    language: 'pt-BR',
    skillCounts: [0, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
  }
  const towns = [town, ...rest]
  const finds = (filter: Parameters<typeof filterTowns>[1]) =>
    filterTowns(towns, filter).some(({ id }) => id === town.id)

  test('by beginnings of words, on any keyboard', () => {
    for (const q of ['citta', 'CITTÀ alb', 'bicy', 'konigs sud', 'é'.normalize('NFD').slice(1), '', ' '])
      expect({ q, found: finds({ q }) }).toEqual({ q, found: true })
    for (const q of ['itta', 'citta berlin', 'xyz']) expect({ q, found: finds({ q }) }).toEqual({ q, found: false })
  })

  test('by template, missing skill, place and language, all at once', () => {
    expect(finds({ template: 1, skill: 12, place: 'königsberg süd', language: 'pt' })).toBe(true)
    for (const filter of [{ template: 0 }, { skill: 13 }, { skill: 0 }, { place: 'Berlin' }, { language: 'en' }]) {
      expect({ filter, found: finds(filter) }).toEqual({ filter, found: false })
    }
    expect(filterTowns(towns, {})).toEqual(towns)
  })

  test('what stands in the way is told by what leaving it out would find', () => {
    const filter = { q: 'bicycles', place: 'Nowhere' }
    expect(filterTowns(towns, filter)).toEqual([])
    expect(withoutEach(towns, filter)).toEqual([{ name: 'place', count: 1 }])
  })

  test('places are told once, however they are written, most first', () => {
    expect(choicesOf(['Bologna', '', 'bologna ', 'Wien'], placeKey)).toEqual([
      { key: 'bologna', text: 'Bologna', count: 2 },
      { key: 'wien', text: 'Wien', count: 1 },
    ])
  })

  test('an address can say anything', () => {
    expect(parseNetworkSearch({ q: 12, template: '1', skill: 35, place: 'Wien', language: 'DE-at', at: '7' })).toEqual({
      q: '12',
      template: 1,
      skill: 35,
      place: 'Wien',
      language: 'de',
      at: 7,
    })
    expect(parseNetworkSearch({ q: '', template: 3, skill: -1, place: {}, language: null, at: 0, other: 1 })).toEqual(
      {},
    )
    expect(parseNetworkSearch({ q: 'x'.repeat(1000) }).q).toHaveLength(80)
    // No list is shorter than at first.
    expect([24, '48', 'all', 1e9].map((shown) => parseNetworkSearch({ shown }))).toEqual([{}, { shown: 48 }, {}, {}])
  })
})
