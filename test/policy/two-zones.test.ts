import { describe, expect, test } from 'vitest'
import { evaluate } from '../../policy/evaluate.ts'
import { prepareBundle } from '../../policy/prepare.ts'
import { buildAction, buildBundle, buildFacts, buildRule } from './build.ts'

const nineToSix = (zone: string) => ({ zone, from: '09:00', to: '18:00', beyond: 'refuse' })
const prepared = prepareBundle(
  buildBundle({
    rules: [
      buildRule('time-window', nineToSix('Europe/Berlin'), { id: 'sender' }),
      buildRule('time-window', nineToSix('America/New_York'), {
        id: 'recipient',
        when: { fact: 'recipients.domains', is: 'contains', value: 'us.example.test' },
      }),
    ],
  }),
)

/** The hours of a day in UTC at which nothing stands against sending to this person. */
function openHours(day: string, recipient: string): number[] {
  const action = buildAction({ recipients: [recipient] })
  const at = (hour: number) => Date.parse(`${day}T00:00:00Z`) + hour * 3_600_000
  return Array.from({ length: 24 }, (_, hour) => hour).filter(
    (hour) => evaluate(prepared, action, buildFacts(), at(hour)).effect === 'allow',
  )
}

describe('two time windows', () => {
  // Clocks change on March 8 and November 1 there, on March 29 and October 25 here.
  test.each([
    { season: 'winter', day: '2026-02-10', here: [8, 16], both: [14, 16] },
    { season: 'summer time only there', day: '2026-03-17', here: [8, 16], both: [13, 16] },
    { season: 'summer', day: '2026-07-14', here: [7, 15], both: [13, 15] },
    { season: 'summer time only there, in autumn', day: '2026-10-27', here: [8, 16], both: [13, 16] },
  ])("F52 the sender's clock and the recipient's both have to be inside: $season", ({ day, here, both }) => {
    for (const [recipient, hours] of [
      ['mia@example.test', here],
      ['sam@us.example.test', both],
    ] as const) {
      const open = openHours(day, recipient)
      expect([open[0], open.at(-1)], recipient).toEqual(hours)
      expect(open, 'in one piece').toHaveLength(Number(hours[1]) - Number(hours[0]) + 1)
    }
  })
})
