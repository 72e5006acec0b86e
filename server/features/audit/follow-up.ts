import { announce } from '../../database/store.ts'
import type { DevicePrincipal } from '../../http/principal.ts'
import type { Parts } from '../../parts.ts'
import { overrideGivenSchema } from '../../../protocol/audit/override-given.ts'
import { z } from '../../../policy/zod.ts'
import { recogniseLessons } from '../lessons/recognise-lessons.ts'
import { noteUses } from '../overrides/override-uses.ts'
import { messageNotice } from '../stream/notice.ts'
import type { Readable } from './read-event.ts'

/**
 * What stored events set off. It runs before the device has its receipts, so whatever is cut off here comes again with
 * the same events; every part bears that.
 */
export async function followUp(
  parts: Parts,
  from: DevicePrincipal,
  events: readonly Readable[],
): Promise<void> {
  const escalated = events.filter(({ type }) => type === 'hold.escalated')
  if (escalated.length > 0) await announceEscalations(parts, from, escalated)
  await recogniseLessons(parts, from, events)
  await noteUses(parts, from, events.filter(({ type }) => overrides.includes(type)).flatMap(useIn))
}

const overrides = ['override.given', 'override.remembered']
const countedSchema = z.object({ detail: z.pick(overrideGivenSchema, { rule: true, use: true }) })

/** What a browser counted for itself while it could not ask. */
function useIn({ raw }: Readable): { readonly id: string; readonly rule: string }[] {
  const { data } = countedSchema.safeParse(JSON.parse(raw))
  return data?.detail.use === undefined ? [] : [{ id: data.detail.use, rule: data.detail.rule }]
}

/** Whoever waits for one asks at once; an announcement that is lost is made good by their next poll. */
async function announceEscalations(
  parts: Parts,
  { tenant }: DevicePrincipal,
  escalated: readonly Readable[],
): Promise<void> {
  const hold = escalated.at(-1)?.hold ?? null
  await parts.store.transact({ tenant }, (tx) =>
    announce(tx, messageNotice(tenant, { type: 'escalation.changed', hold })),
  )
}
