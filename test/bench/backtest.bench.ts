import { timedRun } from '../backtest/timed-run.ts'

const decisions = 100_000

/** A tenth of the goal's million, told as seconds for a million; the whole of it is in test/long. */
export const benches = [
  {
    name: 'backtest of 1,000,000 recorded decisions, by 100,000 of them',
    unit: 's',
    goal: 60,
    better: 'lower' as const,
    async run() {
      await timedRun(10_000)
      const { seconds } = await timedRun(decisions)
      return (seconds * 1_000_000) / decisions
    },
  },
]
