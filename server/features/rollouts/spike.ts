import type { RolloutCause } from '../../../protocol/http/rollouts.ts'

/*
 * Whether something is worse in the ring than outside, at the same time and in the same fleet (a canary against its control:
 * Beyer et al., The Site Reliability Workbook, 2018, chapter 16). With few cases nothing but an exact test is honest:
 * Fisher's, one-sided (R. A. Fisher, Statistical Methods for Research Workers, 5th edition, 1934, section 21.02).
 *
 * Looking again and again finds a difference where there is none (Armitage, McPherson and Rowe, Repeated significance tests
 * on accumulating data, JRSS A 132, 1969). So look k of a ring may spend falseAlarm / (k (k + 1)) of its chance for a false
 * alarm: all looks together spend no more than falseAlarm, however many there are.
 */

export interface Count {
  readonly bad: number
  readonly of: number
}

/** For each ring and each measure. */
const falseAlarm = 0.01
/** A difference nobody would act on is none, however sure it is. */
const leastRatio = 2

/** Minutes after a ring joined at which it is judged: soon at first, then every two hours. */
const firstLooks = [1, 2, 4, 8, 15, 30, 60, 120]
const laterLookMinutes = 120

/** How many looks are due by then. Those that were missed count as taken. */
export function looksDue(minutes: number): number {
  const early = firstLooks.filter((at) => at <= minutes).length
  return early < firstLooks.length
    ? early
    : early + Math.floor((minutes - (firstLooks.at(-1) ?? 0)) / laterLookMinutes)
}

export function levelOf(look: number): number {
  return falseAlarm / (look * (look + 1))
}

/** The chance to see as many bad ones in the ring or more, if ring and others were alike. */
export function chanceOf(ring: Count, others: Count): number {
  const all = ring.of + others.of
  const bad = ring.bad + others.bad
  const most = Math.min(ring.of, bad)
  let chance = 0
  for (let inRing = ring.bad; inRing <= most; inRing++) {
    const term = Math.exp(
      logChoose(ring.of, inRing) + logChoose(others.of, bad - inRing) - logChoose(all, bad),
    )
    chance += term
    // The tail falls off: what is left out is smaller than what a number can hold.
    if (inRing > ring.bad && term < chance * 1e-12) break
  }
  return Math.min(1, chance)
}

/** Null while it may be chance, or is too small a matter. */
export function spikeOf(
  measure: RolloutCause['measure'],
  { ring, others, least, look }: { ring: Count; others: Count; least: number; look: number },
): RolloutCause | null {
  if (ring.bad < least) return null
  if (others.of === 0 || ring.bad / ring.of < (leastRatio * others.bad) / others.of) return null
  const [chance, level] = [chanceOf(ring, others), levelOf(look)]
  return chance < level ? { measure, ring, others, chance, level } : null
}

function logChoose(of: number, chosen: number): number {
  if (chosen < 0 || chosen > of) return -Infinity
  return logFactorial(of) - logFactorial(chosen) - logFactorial(of - chosen)
}

const small = [0]
/** Summed for small numbers, Stirling's series beyond: its error there is below 1e-12. */
function logFactorial(value: number): number {
  if (value >= 256)
    return (
      value * Math.log(value) -
      value +
      Math.log(2 * Math.PI * value) / 2 +
      1 / (12 * value) -
      1 / (360 * value ** 3)
    )
  for (let next = small.length; next <= value; next++) small.push((small[next - 1] ?? 0) + Math.log(next))
  return small[value] ?? 0
}
