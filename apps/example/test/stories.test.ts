import { readFileSync } from 'node:fs'
import { MAX_MEMBERS, MIN_SPENDERS, skills, VALIDATING_RATES, VALIDATING_RATES_PER_PERSON } from '@distributed-town/sdk'
import { expect, test } from 'vitest'
import { PICTURE_NAMES, PICTURE_SIZE, PICTURES, readPicture } from '../src/pictures.ts'
import { arrivalsOf, type GigStory, gigsOf, namesOf, STOPS, type TownStory } from '../src/story.ts'
import { suggestions, towns } from '../src/towns.ts'

// What the rules would refuse is found before anybody acts: a refused act is left out of the story.

const peopleOf = ({ people, slug }: TownStory) => {
  const newcomers = towns.flatMap(({ moving }) => (moving?.to === slug ? [moving.name] : []))
  return { names: people.map(({ name }) => name), newcomers }
}

test('a dozen towns of all templates, in both languages, with some 120 residents', () => {
  expect(towns).toHaveLength(12)
  expect(new Set(towns.map(({ template }) => template)).size).toBe(3)
  for (const language of ['en', 'it']) {
    const templates = towns.filter((story) => story.language === language).map(({ template }) => template)
    expect([...new Set(templates)].sort()).toEqual([0, 1, 2])
  }
  const people = towns.flatMap((story) => story.people)
  expect(people.length).toBeGreaterThanOrEqual(120)
  expect(new Set(towns.map(({ slug }) => slug)).size).toBe(towns.length)
  for (const { town, name } of suggestions) {
    expect(towns.find(({ slug }) => slug === town)?.people.map((person) => person.name)).toContain(name)
  }
})

test.each(towns.map((story) => [story.name, story] as const))('%s keeps to the rules', (_, story) => {
  const { names, newcomers } = peopleOf(story)
  expect(new Set(names).size).toBe(names.length)
  expect(names.length + newcomers.length).toBeLessThanOrEqual(MAX_MEMBERS)
  const skillsOf = (name: string) => story.people.find((person) => person.name === name)?.skills.map(([skill]) => skill)
  const gigs = gigsOf(story)
  for (const skill of [
    ...gigs.map((gig) => gig.skill),
    ...story.people.flatMap((p) => p.skills.map(([name]) => name)),
  ]) {
    expect([skill, skills.find(({ name }) => name === skill)?.template]).toEqual([skill, story.template])
  }
  // A gig is known by its creator and its title when an interrupted start goes on.
  expect(new Set(gigs.map(({ by, title }) => `${by}: ${title}`)).size).toBe(gigs.length)
  for (const gig of gigs) {
    const takers = [
      ...('taker' in gig ? [gig.taker] : []),
      ...('requests' in gig ? gig.requests.map(([who]) => who) : []),
    ]
    for (const taker of takers) {
      expect([gig.title, taker === gig.by, skillsOf(taker)?.includes(gig.skill)]).toEqual([gig.title, false, true])
    }
    for (const who of [gig.by, ...(gig.talk ?? []).map(([writer]) => writer)]) expect(names).toContain(who)
  }
  // Everybody is there before anything is told of them, and as long.
  const arrivals = arrivalsOf(story)
  const gone = new Map([story.leaving, story.moving].flatMap((change) => (change ? [[change.name, change.ago]] : [])))
  for (const [name, ago] of arrivals) expect([name, ago <= (arrivals.get(names[0] ?? name) ?? 0)]).toEqual([name, true])
  for (const gig of gigs) {
    for (const name of namesOf(gig)) {
      expect([gig.title, name, (arrivals.get(name) ?? -1) >= gig.ago]).toEqual([gig.title, name, true])
      const over = 'at' in gig ? gig.at : gig.ago
      expect([gig.title, name, over >= (gone.get(name) ?? 0)]).toEqual([gig.title, name, true])
    }
  }
  for (const { gigs: done } of story.proofs ?? []) {
    const byCreator = Map.groupBy(done, ([by]) => by)
    for (const of of byCreator.values()) expect(of.length).toBeLessThanOrEqual(VALIDATING_RATES_PER_PERSON)
  }
  // In a town that is past its founding, only those who are validated offer gigs and give credits (spec §3.10).
  const validated = (story.proofs ?? [])
    .filter((proof) => proof.gigs.length >= VALIDATING_RATES)
    .map(({ taker }) => taker)
  if (validated.length >= MIN_SPENDERS) for (const { by } of story.gigs ?? []) expect(validated).toContain(by)
  for (const { from, to } of story.gifts ?? []) {
    expect(validated).toContain(from)
    expect(names).toContain(to)
  }
  // Time has decided what is left to it: the work was due, and nobody reviewed or rated it for 14 days (spec §4.2).
  for (const gig of gigs) {
    if (!('at' in gig)) continue
    const wait = { reclaimed: gig.days ?? 7, settled: Math.max(7, gig.days ?? 7), unreviewed: 14, ratedByDefault: 14 }
    expect([gig.title, STOPS.includes(gig.at), gig.ago - gig.at >= wait[gig.end]]).toEqual([gig.title, true, true])
  }
  // Nobody offers anything before they have rated (spec §4.3).
  for (const gig of gigs) {
    const isUnrated = gig.end === 'completed' || gig.end === 'unreviewed' || gig.end === 'ratedByDefault'
    const since = gig.end === 'unreviewed' ? gig.at : gig.ago
    const until = gig.end === 'ratedByDefault' ? gig.at : 0
    const blocked = gigs.filter((other) => isUnrated && other.by === gig.by && other.ago < since && other.ago >= until)
    expect([gig.title, blocked]).toEqual([gig.title, []])
  }
  // Who goes away has nothing under way.
  for (const name of [story.leaving?.name, story.moving?.name]) {
    const finished: readonly GigStory['end'][] = ['rated', 'cancelled', 'reclaimed', 'givenUp', 'settled']
    const open = gigs.filter((gig) => !finished.includes(gig.end))
    expect(open.filter((gig) => gig.by === name || ('taker' in gig && gig.taker === name))).toEqual([])
  }
})

test('each picture belongs to some work, and is small', () => {
  const shown = towns.flatMap((story) => gigsOf(story)).flatMap(({ picture }) => picture ?? [])
  expect(shown.map(({ of }) => of).sort()).toEqual([...PICTURE_NAMES].sort())
  const { width, height } = PICTURE_SIZE
  for (const picture of shown) {
    expect(readPicture(picture).bytes.length).toBeLessThanOrEqual(30_000)
    expect(readFileSync(new URL(`${picture.of}.svg`, PICTURES), 'utf8')).toContain(`viewBox="0 0 ${width} ${height}"`)
  }
})
