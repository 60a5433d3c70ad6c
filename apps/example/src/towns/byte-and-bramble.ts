import type { TownStory } from '../story.ts'

/** Two members: not active yet. */
export const byteAndBramble: TownStory = {
  slug: 'byte-and-bramble',
  template: 2,
  name: 'Byte & Bramble',
  purpose: 'Two friends with a server under the blackberries. With a third one we can begin.',
  place: 'Allotment 17',
  language: 'en',
  people: [
    {
      name: 'Wren',
      about: 'The server is mine, the blackberries are not.',
      skills: [['Blockchain Infrastructure', 5]],
    },
    { name: 'Moss', about: 'Theory of games that nobody wins.', skills: [['Game Theory', 5]] },
  ],
}
