/** One row of the table: who lies how, in which state the client is, and what it must answer. */
export interface ConformanceCase {
  readonly name: string
  readonly attack: string
  readonly phase: Phase
  /** Hops the client is behind, or milliseconds its clock is off, where the attack has such a figure. */
  readonly figure?: number
  readonly expected: { readonly event: string; readonly code: string }
}

/** steady: all current. restarted: read back from disk. expired: everything stored has run out. rotated: two roots later. */
export const phases = ['steady', 'restarted', 'expired', 'rotated'] as const
export type Phase = (typeof phases)[number]

const rejected = (code: string) => ({ event: 'policy.rejected', code })

/** What is offered, and the code it is refused with, whatever state the client is in. */
export const attacks: Readonly<Record<string, ConformanceCase['expected']>> = {
  'timestamp unsigned': rejected('UNSIGNED'),
  'timestamp signed by a stranger': rejected('BELOW_THRESHOLD'),
  'timestamp signed by the bundle role': rejected('BELOW_THRESHOLD'),
  'timestamp with a changed byte': rejected('BELOW_THRESHOLD'),
  'timestamp with a shortened signature': rejected('BELOW_THRESHOLD'),
  'timestamp under the id of another key': rejected('BELOW_THRESHOLD'),
  'timestamp as another type': rejected('WRONG_TYPE'),
  'timestamp of another tenant': rejected('OTHER_TENANT'),
  'timestamp of another environment': rejected('OTHER_TENANT'),
  'timestamp rolled back': rejected('ROLLBACK'),
  'timestamp equivocating': rejected('EQUIVOCATION'),
  'timestamp frozen': rejected('EXPIRED'),
  'timestamp valid for years': rejected('MALFORMED'),
  'timestamp of another root': rejected('OTHER_ROOT'),
  'timestamp that is no timestamp': rejected('MALFORMED'),
  'kill document unsigned': rejected('UNSIGNED'),
  'kill document signed by a stranger': rejected('BELOW_THRESHOLD'),
  'kill document signed by the bundle role': rejected('BELOW_THRESHOLD'),
  'kill document with a changed byte': rejected('BELOW_THRESHOLD'),
  'kill document as another type': rejected('WRONG_TYPE'),
  'kill document of another tenant': rejected('OTHER_TENANT'),
  'kill document rolled back': rejected('ROLLBACK'),
  'kill document equivocating': rejected('EQUIVOCATION'),
  'kill document older than the timestamp names': rejected('MISMATCH'),
  'restart signed by stop alone': rejected('RESTART_UNSIGNED'),
  'restart signed by one of two': rejected('RESTART_UNSIGNED'),
  'restart signed twice by the same key': rejected('RESTART_UNSIGNED'),
  'bundle unsigned': rejected('UNSIGNED'),
  'bundle signed by a stranger': rejected('BELOW_THRESHOLD'),
  'bundle signed by the timestamp role': rejected('BELOW_THRESHOLD'),
  'bundle with a changed byte': rejected('BELOW_THRESHOLD'),
  'bundle as another type': rejected('WRONG_TYPE'),
  'bundle of another tenant': rejected('OTHER_TENANT'),
  'bundle of another environment': rejected('OTHER_TENANT'),
  'bundle rolled back': { event: 'policy.rollback-rejected', code: '' },
  'bundle equivocating': { event: 'policy.equivocation', code: '' },
  'bundle of an earlier timestamp': { event: 'policy.rollback-rejected', code: '' },
  'bundle of no timestamp': rejected('MISMATCH'),
  'bundle ahead of the kill document': rejected('MISMATCH'),
  'bundle for later clients': rejected('CLIENT_TOO_OLD'),
  'bundle fast-forwarded without its key': rejected('BELOW_THRESHOLD'),
  'bundle that is not JSON': rejected('MALFORMED'),
  'bundle that is a depth bomb': rejected('MALFORMED'),
  'bundle that is a member bomb': rejected('MALFORMED'),
  'bundle with an unknown member': rejected('MALFORMED'),
  'root signed by the old keys alone': rejected('BELOW_THRESHOLD'),
  'root signed by the new keys alone': rejected('BELOW_THRESHOLD'),
  'root signed twice by the same key': rejected('BELOW_THRESHOLD'),
  'root that skips a version': rejected('ROOT_GAP'),
  'root of another tenant': rejected('OTHER_TENANT'),
  'root that is no root': rejected('MALFORMED'),
  'answer endless': rejected('TOO_LARGE'),
  'answer a gzip bomb': rejected('TOO_LARGE'),
  'answer cut off after its headers': rejected('CUT_OFF'),
  'answer cut off in the middle': rejected('CUT_OFF'),
  'answer cut off before its last byte': rejected('CUT_OFF'),
  'answer shorter than it says': rejected('CUT_OFF'),
  'answer truncated to valid HTTP': rejected('MALFORMED'),
  'answer empty': rejected('MALFORMED'),
  'answer a page of a proxy': rejected('MALFORMED'),
  'answer not modified': rejected('NOT_MODIFIED'),
  'bundle not modified': rejected('NOT_MODIFIED'),
  'answer gzip that is none': rejected('CUT_OFF'),
}

const minute = 60_000
const year = 365 * 86_400_000
const clocks = [
  -5 * year,
  -year,
  -30 * 86_400_000,
  -3_600_000,
  -5 * minute,
  11 * minute,
  3_600_000,
  86_400_000,
  year,
  5 * year,
]

/** The whole table. `generate.ts` writes it to the files beside it; the test holds both together. */
export function conformanceCases(): readonly ConformanceCase[] {
  const grid = Object.entries(attacks).flatMap(([attack, expected]) =>
    phases.map((phase) => ({ name: `${attack}, ${phase}`, attack, phase, expected })),
  )
  const behind = Array.from({ length: 20 }, (_, index) => index + 1).map((figure) => ({
    ...{
      name: `root hop withheld, ${figure} behind`,
      attack: 'root hop withheld',
      phase: 'steady' as const,
      figure,
    },
    expected: rejected(figure === 1 ? 'OTHER_ROOT' : 'BELOW_THRESHOLD'),
  }))
  const clock = clocks.map((figure) => ({
    ...{ name: `timestamp replayed, clock moved by ${figure / 1000} s`, attack: 'timestamp replayed' },
    ...{ phase: 'steady' as const, figure, expected: rejected('EXPIRED') },
  }))
  return [...grid, ...behind, ...clock]
}

/** The file a case is kept in: one per document that is lied about. */
export function fileOf({ attack }: ConformanceCase): string {
  return attack.split(' ')[0] ?? ''
}
