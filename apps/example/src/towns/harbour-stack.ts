import type { TownStory } from '../story.ts'

/** Ten people with much the same skills: past founding, and under 48. */
export const harbourStack: TownStory = {
  slug: 'harbour-stack',
  template: 2,
  name: 'Harbour Stack',
  purpose: 'Web people by the water. We ship fast and lack everybody who thinks about protocols.',
  place: 'Pier 4',
  language: 'en',
  people: [
    {
      name: 'Sven',
      about: 'Accessibility first, coffee second.',
      skills: [
        ['Frontend', 7],
        ['Web Dev', 6],
      ],
    },
    {
      name: 'Tara',
      about: 'APIs with names one can say aloud.',
      skills: [
        ['Backend', 7],
        ['Web Dev', 5],
      ],
    },
    {
      name: 'Uri',
      about: 'Types, tests, tea.',
      skills: [
        ['Backend', 6],
        ['Frontend', 5],
      ],
    },
    {
      name: 'Willa',
      about: 'CSS. Yes, all of it.',
      skills: [
        ['Frontend', 8],
        ['Web Dev', 5],
      ],
    },
    {
      name: 'Arne',
      about: 'Keeps a boat and three side projects afloat.',
      skills: [
        ['Web Dev', 6],
        ['Backend', 4],
      ],
    },
    {
      name: 'Britt',
      about: 'Forms, and why people leave them.',
      skills: [
        ['Frontend', 5],
        ['Web Dev', 4],
      ],
    },
    {
      name: 'Cem',
      about: 'Databases that remember less.',
      skills: [
        ['Backend', 6],
        ['Web Dev', 3],
      ],
    },
    {
      name: 'Dora',
      about: 'First pull request was in June.',
      skills: [
        ['Web Dev', 3],
        ['Frontend', 3],
      ],
    },
    {
      name: 'Espen',
      about: 'Ships on Fridays, sleeps on Saturdays.',
      skills: [
        ['Backend', 5],
        ['Frontend', 4],
      ],
    },
    {
      name: 'Gry',
      about: 'Phones, tablets and one fridge.',
      skills: [
        ['Mobile Dev', 5],
        ['Frontend', 4],
      ],
    },
  ],
  proofs: [
    {
      taker: 'Sven',
      skill: 'Frontend',
      gigs: [
        ['Tara', 'A screen reader for an hour', 'Nine findings. The menu was a door without a handle.', 9],
        ['Uri', 'Focus that does not get lost', 'It comes back to where you were.', 9],
        ['Tara', 'Dark mode without grey soup', 'Contrast measured, not guessed.', 8],
        ['Cem', 'A chart that a blind captain can read', 'A table behind it. He likes the table.', 10],
        ['Uri', 'Keyboard only, for one week', 'I did. Seven tickets.', 9],
      ],
    },
    {
      taker: 'Tara',
      skill: 'Backend',
      gigs: [
        ['Sven', 'Tides as an API', 'Every harbour from here to the strait.', 9],
        ['Willa', 'An endpoint without surprises', 'Same question, same answer.', 8],
        ['Sven', 'Rate limits that apologise', 'They say when to come back.', 9],
        ['Arne', 'Move the ferry times to one place', 'Three tables became one.', 9],
        ['Willa', 'Search in the ship log', 'Also for boats that were renamed.', 9],
      ],
    },
    {
      taker: 'Uri',
      skill: 'Backend',
      gigs: [
        ['Britt', 'Tests for the ticket shop', 'Eighty-one, and they run in four seconds.', 9],
        ['Tara', 'Types for the old module', 'It had two truths about money. Now one.', 9],
        ['Sven', 'Make the build honest', 'It fails when it fails.', 9],
        ['Britt', 'Delete what nobody calls', 'Eleven thousand lines. Nobody called.', 10],
        ['Sven', 'A changelog from commits', 'Readable, with a little shame.', 8],
      ],
    },
  ],
  gigs: [
    {
      by: 'Sven',
      skill: 'Web Dev',
      commitment: 2,
      title: 'The lighthouse page, for slow lines',
      days: 6,
      end: 'taken',
      taker: 'Dora',
    },
    {
      by: 'Tara',
      skill: 'Smart Contracts',
      commitment: 2,
      title: 'Deposits for borrowed kayaks',
      about: 'Nobody here can write it. Come and live with us, there is a view.',
      days: 60,
      end: 'open',
    },
  ],
}
