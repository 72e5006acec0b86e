import type { Action } from '../../policy/action.ts'
import type { Explanation } from '../../policy/explanation.ts'
import type { PageSuggestion } from '../../policy/slice.ts'
import { explanationListSchema } from '../../protocol/http/explanations.ts'
import type { ExplanationRow } from '../db/rows.ts'
import { readValue, writeValue } from '../db/values.ts'
import { callServer } from '../fleet/server-call.ts'
import type { Worker } from '../worker.ts'

export type Fetched = 'changed' | 'same' | 'unreachable'

/** What is listed in a slice at most; beyond it the page asks the worker. */
const mostListed = 200

/** What is known here about the one record an action is about; there may be more where not all were listed. */
export async function explanationFor(
  worker: Worker,
  action: Action,
): Promise<{ explanation: Explanation | null; mayHaveSuggestion: boolean }> {
  const key = keyOf(action)
  const row = key === null ? undefined : await worker.db.explanations.get(key)
  const isCut = worker.active?.slices.get(action.site)?.slice.suggestionsCut ?? false
  return {
    explanation: row?.explanation ?? null,
    mayHaveSuggestion: isCut && key !== null && row === undefined,
  }
}

/** Asks the server about the record of one action, so that the panel shows what is true now. */
export async function fetchExplanation(worker: Worker, action: Action): Promise<Fetched> {
  const key = keyOf(action)
  if (key === null || !action.record) return 'same'
  const query = new URLSearchParams({
    site: action.site,
    account: action.account,
    recordType: action.record.type,
    recordId: action.record.ids[0] ?? '',
    operation: action.operation,
  })
  const answer = await callServer(worker, {
    method: 'GET',
    path: `/v1/explanations?${query.toString()}`,
    answer: explanationListSchema,
    timeoutMs: 5000,
  })
  if (!answer.ok) return answer.reason === 'refused' && answer.status === 404 ? 'same' : 'unreachable'
  const explanation = answer.value.explanations[0] ?? null
  const before = await worker.db.explanations.get(key)
  await worker.db.explanations.put({
    key,
    site: action.site,
    explanation,
    fetchedAt: worker.environment.now(),
  })
  return before?.explanation?.id === explanation?.id ? 'same' : 'changed'
}

/** The newest explanations of a site, so that a page sees a deviation before any question is asked. */
export async function fetchSiteExplanations(worker: Worker, site: string): Promise<Fetched> {
  const answer = await callServer(worker, {
    method: 'GET',
    path: `/v1/explanations?site=${encodeURIComponent(site)}`,
    answer: explanationListSchema,
  })
  if (!answer.ok) return 'unreachable'
  const { explanations, more } = answer.value
  const fetchedAt = worker.environment.now()
  const rows: ExplanationRow[] = explanations.map((explanation) => ({
    key: rowKey(explanation, explanation.record.type, explanation.record.id),
    site,
    explanation,
    fetchedAt,
  }))
  const known = await worker.db.explanations.bulkGet(rows.map((row) => row.key))
  await worker.db.explanations.bulkPut(rows)
  const cut = (await readValue(worker.db, 'cutSuggestions')) ?? []
  if (cut.includes(site) !== more)
    await writeValue(
      worker.db,
      'cutSuggestions',
      more ? [...cut, site] : cut.filter((other) => other !== site),
    )
  return rows.some((row, index) => known[index]?.explanation?.id !== row.explanation?.id) ? 'changed' : 'same'
}

export async function knownSuggestions(
  worker: Worker,
  site: string,
): Promise<{ suggestions: readonly PageSuggestion[]; cut: boolean }> {
  const rows = await worker.db.explanations.where('site').equals(site).toArray()
  const known = rows.flatMap((row) => row.explanation ?? [])
  known.sort((left, right) => (left.at < right.at ? 1 : left.at > right.at ? -1 : 0))
  const wasCut = (await readValue(worker.db, 'cutSuggestions'))?.includes(site) ?? false
  return {
    suggestions: known.slice(0, mostListed).map(({ id, account, record, operation, suggested, model }) => ({
      id,
      account,
      record,
      operation,
      suggested,
      model,
    })),
    cut: wasCut || known.length > mostListed,
  }
}

function keyOf(action: Action): string | null {
  const { record } = action
  const [id, another] = record?.ids ?? []
  return record && id !== undefined && another === undefined ? rowKey(action, record.type, id) : null
}

function rowKey(
  about: { site: string; account: string; operation: string },
  type: string,
  id: string,
): string {
  return JSON.stringify([about.site, about.account, about.operation, type, id])
}
