import { staleFiles } from '../gen/files.ts'
import { generate } from '../gen/generate.ts'
import { brokenSuite, type SuiteResult } from './suite.ts'

/** Each generated file is a test: it must be as `npm run gen` would write it. */
export const runGenerated = async (): Promise<SuiteResult> => {
  const generated = await generate().catch((error: Error) => error)
  if (generated instanceof Error) return brokenSuite(`npm run gen\n${generated.stack}`)
  const stale = staleFiles(generated)
  const fresh = [...generated.keys()].filter((path) => !stale.includes(path))
  return { passed: fresh.length, failures: stale.map((path) => `${path} is stale; run npm run gen`) }
}
