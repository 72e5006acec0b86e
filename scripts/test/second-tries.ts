import type { Reporter, TestCase } from 'vitest/node'

/** Names at the end of a suite every test that passed only when it was tried again: a defect of test or product. */
export class SecondTries implements Reporter {
  readonly #named: string[] = []

  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky === true)
      this.#named.push(`${test.module.relativeModuleId} > ${test.fullName}`)
  }

  onTestRunEnd(): void {
    for (const name of this.#named) process.stdout.write(`SECOND TRY: ${name}\n`)
  }
}
