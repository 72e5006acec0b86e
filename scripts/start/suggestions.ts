import { createHash } from 'node:crypto'

/** What an assistant suggests for the records of the lessons; practice/pages/words.js speaks of these amounts. */
const suggestions = [
  { record: '2', amount: 21_000, driver: 'Two more clinics joined the call', source: 'Call of 3 November' },
  { record: '4', amount: 28_000, driver: 'Seats used in the last quarter', source: 'Usage report' },
]

/** Pushed through the public API like those of any vendor; the same ones again are answered as known. */
export async function suggestForLessons(
  practice: string,
  { server, key }: { readonly server: string; readonly key: string },
): Promise<void> {
  const account = new URL(practice).host
  for (const { record, amount, driver, source } of suggestions) {
    const suggested = {
      ...{ site: 'practice', account, record: { type: 'opportunity', id: record } },
      ...{ operation: 'opportunity.save', model: 'practice-assistant' },
      suggested: [{ field: 'amount', value: amount }],
      drivers: [{ name: driver, direction: 'raises', weight: 0.6 }],
      ...{ dataAsOf: '2026-11-20T09:00:00.000Z', confidence: 'high' },
      ...{ sources: [{ name: source, url: null }], at: '2026-11-20T09:00:00.000Z' },
    }
    const id = `lesson-${createHash('sha256').update(JSON.stringify(suggested)).digest('hex').slice(0, 16)}`
    const response = await fetch(new URL('/v1/explanations', server), {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ id, ...suggested }),
    })
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
  }
}
