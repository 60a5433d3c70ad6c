import type { TownStory } from '../story.ts'

/** Two members since the third one went away: no longer active. */
export const byteAndBramble: TownStory = {
  slug: 'byte-and-bramble',
  template: 2,
  name: 'Byte & Bramble',
  purpose: 'Two friends with a server under the blackberries. With a third one we can begin again.',
  place: 'Allotment 17',
  language: 'en',
  ago: 25,
  people: [
    {
      name: 'Wren',
      about: 'The server is mine, the blackberries are not.',
      skills: [['Blockchain Infrastructure', 5]],
    },
    { name: 'Moss', about: 'Theory of games that nobody wins.', skills: [['Game Theory', 5]] },
    { name: 'Ash', about: 'Between two cities, with a laptop.', skills: [['Smart Contracts', 4]] },
  ],
  leaving: { name: 'Ash', ago: 9 },
}
