import { figuresOf, say } from '../content-scripts/sites/figures.ts'
import type { Figures } from '../content-scripts/sites/figures.ts'
import { allCases, openMutations } from '../content-scripts/sites/mutated.ts'

let measured: Promise<readonly Figures[]> | undefined

/** Every saved page of every built-in pack under every change. */
async function measure(): Promise<readonly Figures[]> {
  const stage = await openMutations()
  try {
    const outcomes = []
    for (const one of allCases()) outcomes.push(await stage.run(one))
    process.stderr.write(say(outcomes))
    return figuresOf(outcomes)
  } finally {
    await stage.close()
  }
}
const once = () => (measured ??= measure())
const worst = async (read: (figures: Figures) => number, pick: (...values: number[]) => number) =>
  pick(...(await once()).map(read))

export const benches = [
  {
    name: 'saved pages, controls found with any one locator gone, worst pack',
    unit: 'share',
    goal: 0.95,
    better: 'higher',
    run: () => worst(({ detectedWithout }) => detectedWithout, Math.min),
  },
  {
    name: 'saved pages under every change, controls found, worst pack',
    unit: 'share',
    goal: 0.95,
    better: 'higher',
    run: () => worst(({ detected }) => detected, Math.min),
  },
  {
    name: 'saved pages under every change, other controls held',
    unit: 'controls',
    goal: 0,
    better: 'lower',
    run: () => worst(({ falseGates }) => falseGates, Math.max),
  },
  {
    name: 'saved pages under every change, misses nobody is told of',
    unit: 'surfaces',
    goal: 0,
    better: 'lower',
    run: () => worst(({ silent }) => silent, Math.max),
  },
  {
    name: 'saved pages under every change, reported as degraded, worst pack',
    unit: 'share',
    goal: 1,
    better: 'lower',
    run: () => worst(({ degraded }) => degraded, Math.max),
  },
] as const
