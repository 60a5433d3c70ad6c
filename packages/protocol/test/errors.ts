import { TownError, type TownErrorCode } from '../src/index.ts'

/** Code of the error that `act` throws; the value when it throws none, so that an assertion shows it. */
export const codeOf = (act: () => unknown): TownErrorCode | { readonly returned: unknown } => {
  try {
    return { returned: act() }
  } catch (error) {
    if (error instanceof TownError) return error.code
    throw error
  }
}
