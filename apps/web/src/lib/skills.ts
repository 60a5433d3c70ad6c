import { skills, templates } from '@distributed-town/sdk'

export type TemplateSlug = (typeof templates)[number]['slug']

/** Index of the group of a skill within its template: 0 … 2. Colours and values follow it. */
export const groupOf = (skill: number): number => Math.floor((skill % 12) / 4)

export const templateOf = (skill: number): number => Math.floor(skill / 12)

export { skills, templates }
