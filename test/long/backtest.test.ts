import { describe, expect, test } from 'vitest'
import { timedRun } from '../backtest/timed-run.ts'

describe('backtest', () => {
  test('a million recorded decisions are run through the policy in force and a draft within a minute', async () => {
    const { report, seconds, busy } = await timedRun(1_000_000)
    process.stdout.write(`backtest: ${seconds.toFixed(1)} s, ${busy.toFixed(1)} s of CPU\n`)
    expect(report).toMatchObject({ total: 1_000_000, unreadable: 0 })
    expect(report.fidelity).toEqual({ reproduced: 1_000_000, different: 0, unknowable: 0 })
    expect(report.all.stricter).toBeGreaterThan(0)
    expect(report.all.unknowable).toBe(0)
  })
})
