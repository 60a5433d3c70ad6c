/** WCAG 2.2 AA: text, and what one must see to use a page. */
export const TEXT_CONTRAST = 4.5
export const SHAPE_CONTRAST = 3

/** The colours of theme.css with what they are for: the least contrast to each ground that they are used on. */
export const COLOURS = [
  { token: 'page', on: [], least: 0 },
  { token: 'card', on: [], least: 0 },
  { token: 'ink', on: ['page', 'card'], least: TEXT_CONTRAST },
  { token: 'soft', on: ['page', 'card'], least: TEXT_CONTRAST },
  { token: 'denim', on: ['page', 'card'], least: TEXT_CONTRAST },
  { token: 'burgundy', on: ['page', 'card'], least: TEXT_CONTRAST },
  { token: 'carrot', on: ['page', 'card'], least: TEXT_CONTRAST },
  { token: 'forest', on: ['page', 'card'], least: TEXT_CONTRAST },
  { token: 'alizarin', on: ['page', 'card'], least: TEXT_CONTRAST },
  // Under white letters.
  { token: 'denim-fill', on: ['white'], least: TEXT_CONTRAST },
  { token: 'edge', on: ['page', 'card'], least: SHAPE_CONTRAST },
  // Lines between things that stand apart anyway, and the edge of a warning that says so in words.
  { token: 'line', on: [], least: 0 },
  { token: 'lemon', on: [], least: 0 },
] as const
