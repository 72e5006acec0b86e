import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The files that take minutes, by the end of their names. All others take seconds, in the order vitest gives. */
const longest = [
  'e2e/j7-killed.test.ts',
  'e2e/j1-badges.test.ts',
  'e2e/j3-approval.test.ts',
  'e2e/j2-surfaces.test.ts',
  'console/pages.test.ts',
  'hostile/hostile.test.ts',
  'console/policy.test.ts',
  'panel/work.test.ts',
]

/** Two files run side by side: what takes longest starts first, or one core waits for it at the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = longest.findIndex((name) => moduleId.endsWith(name))
      return place < 0 ? longest.length : place
    }
    return (await super.sort(files)).toSorted((left, right) => rank(left) - rank(right))
  }
}
