import type { TownStory } from '../story.ts'

export const officinaAperta: TownStory = {
  slug: 'officina-aperta',
  template: 2,
  name: 'Officina Aperta',
  purpose: 'Software libero per il quartiere: il registro della biblioteca, l’orario dei bus, il forno comune.',
  place: 'Ex officina tranviaria',
  language: 'it',
  people: [
    { name: 'Cosimo', about: 'Scrivo poco codice e lo cancello volentieri.', skills: [['Backend', 6]] },
    { name: 'Agata', about: 'Disegno reti, anche quelle da pesca.', skills: [['Network Design', 6]] },
    { name: 'Ludo', about: 'Pagine leggere per telefoni pesanti.', skills: [['Web Dev', 5]] },
    {
      name: 'Zaira',
      about: 'Mi piacciono le regole che si spiegano da sole.',
      skills: [['Governance & Consensus', 5]],
    },
  ],
  gigs: [
    {
      by: 'Cosimo',
      skill: 'Web Dev',
      commitment: 2,
      title: 'Orari del forno comune, in una pagina',
      days: 8,
      end: 'completed',
      taker: 'Ludo',
      work: 'Una pagina, si stampa anche.',
    },
    {
      by: 'Agata',
      skill: 'Backend',
      commitment: 2,
      title: 'Il registro dei prestiti perde le virgole',
      about: 'Solo quelle dei titoli lunghi.',
      days: 3,
      end: 'rated',
      taker: 'Cosimo',
      work: 'Ritrovate tutte, erano in un’altra colonna.',
      rating: 9,
    },
    {
      by: 'Zaira',
      skill: 'Network Design',
      commitment: 1,
      title: 'Wi-Fi fino all’ultimo banco',
      days: 14,
      end: 'requested',
      requests: [['Agata', 'Mi serve una scala e un pomeriggio.']],
    },
  ],
}
