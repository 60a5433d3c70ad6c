import type { TownStory } from '../story.ts'

/** Everybody cooks or gardens: the score is low, and the town knows it. */
export const orchardEnd: TownStory = {
  slug: 'orchard-end',
  template: 0,
  name: 'Orchard End',
  purpose: 'Apples, bees and long tables. We have cooks enough; who can teach, count or sing?',
  place: 'Where the bus turns round',
  language: 'en',
  people: [
    {
      name: 'Agnes',
      about: 'Cider in autumn, patience in spring.',
      skills: [
        ['Gardening', 7],
        ['Cooking', 6],
      ],
    },
    {
      name: 'Colm',
      about: 'Grafts old apples on young trees.',
      skills: [
        ['Gardening', 8],
        ['Cooking', 3],
      ],
    },
    {
      name: 'Dilys',
      about: 'Preserves everything but silence.',
      skills: [
        ['Cooking', 7],
        ['Gardening', 4],
      ],
    },
    {
      name: 'Evan',
      about: 'Sheep, mostly other people’s.',
      skills: [
        ['Gardening', 5],
        ['Cooking', 4],
      ],
    },
    {
      name: 'Freya',
      about: 'Bakes with whatever fell from the tree.',
      skills: [
        ['Cooking', 6],
        ['Gardening', 3],
      ],
    },
    {
      name: 'Gethin',
      about: 'Digs.',
      skills: [
        ['Gardening', 6],
        ['Cooking', 2],
      ],
    },
    {
      name: 'Hanna',
      about: 'Honey, candles, wasps.',
      skills: [
        ['Gardening', 6],
        ['Cooking', 5],
      ],
    },
    {
      name: 'Ivo',
      about: 'Came for a weekend, three years ago.',
      skills: [
        ['Cooking', 5],
        ['Householding', 4],
      ],
    },
    {
      name: 'Joan',
      about: 'Keeps the key of the press.',
      skills: [
        ['Cooking', 4],
        ['Gardening', 5],
      ],
    },
    { name: 'Kit', about: 'Here until the apples are in.', skills: [['Gardening', 3]] },
  ],
  proofs: [
    {
      taker: 'Dilys',
      skill: 'Cooking',
      picture: { of: 'jars', alt: 'Three shelves of chutney in jars, one of them with a red lid' },
      gigs: [
        ['Colm', 'Chutney from the windfalls', 'Nineteen jars, one of them hot.', 8],
        ['Agnes', 'Dinner for the pickers', 'Stew and dumplings, second helpings for all.', 9],
        ['Hanna', 'Honey cake for the fair', 'Four tins, sold out by eleven.', 9],
      ],
    },
  ],
  gigs: [
    {
      by: 'Agnes',
      skill: 'Teaching',
      commitment: 2,
      title: 'Teach our children to swim',
      about: 'The pond is deep enough. Nobody here can teach it, so ask your cousins.',
      days: 60,
      end: 'open',
      talk: [['Colm', 'I can teach them to sink.']],
    },
    {
      by: 'Hanna',
      skill: 'Gardening',
      commitment: 2,
      title: 'Move two hives before the frost',
      about: 'At dawn, slowly. I have a second veil.',
      days: 2,
      end: 'taken',
      taker: 'Evan',
    },
    {
      by: 'Joan',
      skill: 'Householding',
      commitment: 2,
      title: 'The press leaks at the seam',
      days: 5,
      end: 'submitted',
      taker: 'Ivo',
      work: 'New gasket, cut from an old boot. It holds.',
    },
    {
      by: 'Gethin',
      skill: 'Cooking',
      commitment: 2,
      title: 'Apple pie for whoever digs',
      days: 5,
      ago: 29,
      end: 'ratedByDefault',
      taker: 'Freya',
      work: 'Two, still warm. The smaller one is for the dog.',
      at: 9,
    },
    {
      by: 'Colm',
      skill: 'Gardening',
      commitment: 2,
      title: 'Scythe the lower meadow',
      about: 'Before the sheep come up. The scythe hangs behind the press.',
      days: 3,
      ago: 33,
      end: 'reclaimed',
      taker: 'Kit',
      at: 29,
    },
    {
      by: 'Agnes',
      skill: 'Gardening',
      commitment: 3,
      title: 'Dig out the old stump',
      about: 'It is larger below than above.',
      days: 14,
      ago: 25,
      end: 'givenUp',
      taker: 'Gethin',
    },
  ],
  learning: {
    name: 'Evan',
    ago: 9,
    skills: [
      ['Gardening', 5],
      ['Company', 4],
    ],
  },
  leaving: { name: 'Kit', ago: 16 },
}
