import type { Suggestion, TownStory } from './story.ts'
import { borgoSanLeo } from './towns/borgo-san-leo.ts'
import { byteAndBramble } from './towns/byte-and-bramble.ts'
import { casaLucciola } from './towns/casa-lucciola.ts'
import { commonsLoop } from './towns/commons-loop.ts'
import { corteDeiGelsi } from './towns/corte-dei-gelsi.ts'
import { harbourStack } from './towns/harbour-stack.ts'
import { lanternYard } from './towns/lantern-yard.ts'
import { millLane } from './towns/mill-lane.ts'
import { officinaAperta } from './towns/officina-aperta.ts'
import { orchardEnd } from './towns/orchard-end.ts'
import { quarryStudio } from './towns/quarry-studio.ts'
import { viaDeiSuonatori } from './towns/via-dei-suonatori.ts'

/** The example network. */
export const towns: readonly TownStory[] = [
  millLane,
  borgoSanLeo,
  lanternYard,
  commonsLoop,
  viaDeiSuonatori,
  harbourStack,
  orchardEnd,
  corteDeiGelsi,
  officinaAperta,
  quarryStudio,
  byteAndBramble,
  casaLucciola,
]

/** One of each template, and of each language. They have something to do, and as founders they are there from the first seconds. */
export const suggestions: readonly Suggestion[] = [
  { town: 'mill-lane', name: 'Nadia' },
  { town: 'via-dei-suonatori', name: 'Alba' },
  { town: 'commons-loop', name: 'Ada' },
]
