/**
 * Skills that a text speaks of by their names: work that needs several is easier to find, and to take, as several gigs.
 *
 * @param options.names Of the skills of the town, by id.
 */
export const mentionedSkills = ({
  text,
  names,
}: {
  readonly text: string
  readonly names: ReadonlyMap<number, string>
}): readonly number[] => {
  const words = ` ${fold(text)}`
  return [...names].flatMap(([skill, name]) => {
    // "Fun & Entertainment" is meant by either.
    const parts = name.split(/[&,]/).map((part) => fold(part).replace(ENDING, ''))
    return parts.some((part) => part.length >= MIN_LETTERS && words.includes(` ${part}`)) ? [skill] : []
  })
}

/** Of the names in our languages: who needs "Cooking" or "giardinaggio" asks to cook, or has a garden. */
const ENDING = /(ing|aggio)$/

/** What is shorter begins too many words. */
const MIN_LETTERS = 4

/** Words with a space between them, without case and accents. */
const fold = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLocaleLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
