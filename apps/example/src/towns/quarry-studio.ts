import type { TownStory } from '../story.ts'

/** Three members: just active. */
export const quarryStudio: TownStory = {
  slug: 'quarry-studio',
  template: 1,
  name: 'Quarry Studio',
  purpose: 'Stone, paint and a very good echo. Three of us so far, and room for singers.',
  place: 'Above the quarry',
  language: 'en',
  ago: 29,
  people: [
    { name: 'Bea', about: 'Carves, then paints over it.', skills: [['Painting', 6]] },
    { name: 'Hugo', about: 'Sings into holes in the ground.', skills: [['Music', 6]] },
    { name: 'Tilda', about: 'Runs up here every morning.', skills: [['Training & Sport', 5]] },
  ],
  gigs: [
    {
      by: 'Bea',
      skill: 'Music',
      commitment: 1,
      title: 'Test the echo for the opening',
      days: 7,
      ago: 16,
      end: 'rated',
      taker: 'Hugo',
      work: 'It answers in a slightly lower voice.',
      rating: 8,
    },
    {
      by: 'Hugo',
      skill: 'Painting',
      commitment: 2,
      title: 'A sign that one can read from the road',
      days: 12,
      end: 'requested',
      requests: [['Bea', 'As large as the door?']],
    },
  ],
}
