import type { TownStory } from '../story.ts'

/** Active and still founding: nobody is validated, everybody has begun. */
export const corteDeiGelsi: TownStory = {
  slug: 'corte-dei-gelsi',
  template: 0,
  name: 'Corte dei Gelsi',
  purpose: 'Sette famiglie intorno a un cortile: ci scambiamo il tempo invece di rincorrerlo.',
  place: 'Dietro la stazione',
  language: 'it',
  people: [
    { name: 'Marco', about: 'Ho l’unico trapano silenzioso del cortile.', skills: [['Householding', 6]] },
    { name: 'Laura', about: 'Insegno inglese, rispondo in dialetto.', skills: [['Teaching', 6]] },
    { name: 'Yusuf', about: 'Cucino per quattro o per quaranta.', skills: [['Cooking', 7]] },
    { name: 'Irene', about: 'Il gelso lo poto io, è una promessa.', skills: [['Gardening', 5]] },
    { name: 'Paolo', about: 'Suono il contrabbasso, scusate.', skills: [['Art, Music & Creativity', 6]] },
    { name: 'Bianca', about: 'Tengo i bambini e la pazienza.', skills: [['Company', 6]] },
    { name: 'Stefano', about: 'So compilare i moduli.', skills: [['Administration & Management', 5]] },
  ],
  proofs: [
    {
      taker: 'Yusuf',
      skill: 'Cooking',
      gigs: [
        ['Marco', 'Cous cous per la festa del cortile', 'Tre pentole, anche senza carne.', 9],
        ['Laura', 'Cena per gli ospiti dello scambio', 'Hanno chiesto la ricetta in tre lingue.', 9],
        ['Bianca', 'Merende per una settimana', 'Dieci sacchetti, senza zucchero aggiunto.', 8],
        ['Marco', 'Pranzo del trasloco', 'Lasagne che si mangiano in piedi.', 9],
      ],
    },
    {
      taker: 'Bianca',
      skill: 'Company',
      gigs: [
        ['Laura', 'Stare con i gemelli martedì', 'Hanno vinto loro, a carte.', 8],
        ['Yusuf', 'Portare mia figlia a nuoto', 'Andata, nuotata, tornata.', 9],
      ],
    },
  ],
  gigs: [
    {
      by: 'Bianca',
      skill: 'Art, Music & Creativity',
      commitment: 1,
      title: 'Una ninna nanna con il contrabbasso',
      about: 'I gemelli la vogliono registrata.',
      days: 7,
      end: 'requested',
      requests: [['Paolo', 'Non aspettavo altro da anni.']],
    },
    {
      by: 'Irene',
      skill: 'Householding',
      commitment: 2,
      title: 'Un nido per le rondini sotto la tettoia',
      days: 30,
      end: 'open',
    },
    {
      by: 'Stefano',
      skill: 'Teaching',
      commitment: 1,
      title: 'Prepararmi al colloquio in inglese',
      about: 'È giovedì. Questo giovedì.',
      days: 2,
      end: 'taken',
      taker: 'Laura',
      talk: [['Laura', 'Cominciamo da “nice to meet you” e vediamo.']],
    },
  ],
}
