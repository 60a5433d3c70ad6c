import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take a minute and more by themselves, the longest first. */
const SLOW = [
  'e2e/kills/targets',
  'e2e/kills/moments',
  'apps/node/test/external-chain',
  'apps/example/test/example',
  'apps/node/test/relay/relay',
  'apps/node/test/main',
  'apps/node/test/restart',
]

const placeOf = ({ moduleId }: TestSpecification): number => {
  const place = SLOW.findIndex((file) => moduleId.endsWith(`/${file}.test.ts`))
  return place < 0 ? SLOW.length : place
}

/** vitest begins with large files, which says nothing of how long they take: at the end one core would wait for minutes. */
class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => placeOf(a) - placeOf(b))
  }
}

export default defineConfig({
  test: {
    include: ['{packages,apps,scripts,e2e}/**/*.test.ts'],
    // One core less than there are is what vitest would take: of two cores, one. The tests of nodes wait more than they work.
    maxWorkers: 2,
    sequence: { sequencer: SlowFirst },
    // What hangs ends; how long anything takes on a busy machine is no matter of a test.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
