/** The name of a language; its tag where the browser knows no name. @param inLanguage That of the reader. */
export const languageName = (tag: string, inLanguage: string): string => {
  try {
    return new Intl.DisplayNames(inLanguage, { type: 'language' }).of(tag) ?? tag
  } catch (error) {
    // Anybody writes the tag of a town; one that is none is shown as it is.
    if (error instanceof RangeError) return tag
    throw error
  }
}
