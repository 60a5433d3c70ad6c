import type { TownStory } from '../story.ts'

/** One member, who waits for two. */
export const casaLucciola: TownStory = {
  slug: 'casa-lucciola',
  template: 1,
  name: 'Casa Lucciola',
  purpose: 'Un vecchio teatro da riaprire. Io ho le chiavi: cerco chi suona, scrive e dipinge.',
  place: 'In collina',
  language: 'it',
  ago: 4,
  people: [{ name: 'Fiamma', about: 'Attrice, bigliettaia, custode.', skills: [['Performance & Theatre', 7]] }],
}
