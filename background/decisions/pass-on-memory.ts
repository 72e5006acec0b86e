import type { Fulfilment } from '../../policy/obligation.ts'
import { speaksFor } from '../../policy/memory.ts'
import type { MemoryEnd, MemoryScope } from '../../policy/memory.ts'
import { countOverride } from '../approvals/override-budgets.ts'
import { holdFact } from '../audit/fact.ts'
import { record } from '../audit/record.ts'
import type { HoldRow, MemoryRow } from '../db/rows.ts'
import { readValue } from '../db/values.ts'
import { trustedNow } from '../fleet/contact.ts'
import type { Worker } from '../worker.ts'
import { reconsider } from './hold-row.ts'
import { endsAt, liveMemories, rememberableFor, revisionOf, ruledBy, sessionOf } from './memories.ts'

export interface Given {
  readonly rule: string
  readonly code: string
  readonly text: string
  readonly remember: { readonly scope: MemoryScope; readonly ends: MemoryEnd }
}

/** What "don't ask me again" comes to; null when this is not to be remembered. */
export async function memoryFrom(worker: Worker, row: HoldRow, given: Given): Promise<MemoryRow | null> {
  const { rule, code, text, remember } = given
  const { scope, ends } = remember
  const offered = rememberableFor(worker, row, rule)
  const ruled = ruledBy(worker, row, rule)
  const enrolment = await readValue(worker.db, 'enrolment')
  if (!offered?.ok || !ruled || !enrolment || !offered.scopes.includes(scope)) return null
  const givenAt = await trustedNow(worker)
  return {
    ...{ id: worker.environment.newId(), rule, scope, ends, code, text },
    ...{ givenAt, until: endsAt(givenAt)[ends], session: await sessionOf(worker) },
    ...{ person: enrolment.person.email, matter: offered.matter, revision: await revisionOf(ruled) },
  }
}

/**
 * Answers for the rep what they asked not to be asked again, each rule on its own, and says on the record which memory it
 * was. Everything else that is due stays due.
 */
export async function passOnMemories(worker: Worker, row: HoldRow): Promise<HoldRow> {
  const due = row.decision.obligations.filter(({ kind }) => kind === 'override-reason')
  if (row.state !== 'waiting' || due.length === 0) return row
  const live = await liveMemories(worker)
  const speaking = due.flatMap(({ rule }) => {
    const now = rule === null ? null : rememberableFor(worker, row, rule)
    const memory =
      now?.ok === true &&
      live.find((one) => one.rule === rule && now.scopes.includes(one.scope) && speaksFor(one, now.matter))
    return memory ? [memory] : []
  })
  let counted = row
  const heard: MemoryRow[] = []
  for (const memory of speaking) {
    // A memory is no way round the budget: each pass counts, and beyond it somebody else decides.
    const next = await countOverride(worker, counted, memory.rule)
    if (next) heard.push(memory)
    counted = next ?? counted
  }
  if (heard.length === 0) return speaking.length === 0 ? row : reconsider(worker, counted)
  const { db } = worker
  const useOf = (rule: string) => counted.overrideUses?.find((one) => one.rule === rule)?.id
  const passed: Fulfilment[] = heard.map(({ rule, code, text }) => ({
    ...{ kind: 'override-reason', rule, effect: row.effect, code, text },
  }))
  const remembered = { ...counted, fulfilled: [...row.fulfilled, ...passed] }
  await record(worker, {
    facts: heard.map(({ id, rule, code }) => {
      const use = useOf(rule)
      return holdFact(worker, 'override.remembered', row, {
        ...{ rule, code, memory: id, explanation: row.suggestion?.id ?? null, ...(use && { use }) },
      })
    }),
    tables: [db.holds],
    write: () => db.holds.put(remembered),
  })
  return reconsider(worker, remembered)
}
