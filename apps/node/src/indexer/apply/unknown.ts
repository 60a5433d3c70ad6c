/** The end of a switch over all events of a contract. */
export const unknownEvent = (event: never): never => {
  throw new Error(`no rule for the event ${(event as { readonly name: string }).name}`)
}
