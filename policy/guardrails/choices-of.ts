import type { Finding, Reading } from '../finding.ts'

/** The override reasons a rule offers: those it names, else all of the bundle. */
export function choicesOf(
  codes: readonly string[] | undefined,
  { choices }: Reading,
): Pick<Finding, 'obligation'> {
  return {
    obligation: {
      kind: 'override-reason',
      choices: codes?.length ? choices.filter((choice) => codes.includes(choice.code)) : choices,
    },
  }
}
