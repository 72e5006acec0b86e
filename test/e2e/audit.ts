import type { Page } from 'playwright-core'

/** One recorded event as the public audit API gives it. */
export interface AuditRow {
  readonly id: string
  readonly type: string
  readonly device: string | null
  readonly sequence: number | null
  readonly receivedAt: string
  readonly pageReported: boolean
  readonly subject: {
    readonly site: string | null
    readonly operation: string | null
    readonly hold: string | null
    readonly record: { readonly ids: readonly string[] } | null
  }
  readonly detail: Readonly<Record<string, unknown>>
  /** The exact text that was stored. */
  readonly canonical: string
}

/** Every event that fits, oldest first, asked by the session of a person who is signed in at the console. */
export async function auditRows(
  desk: Page,
  query: Readonly<Record<string, string>> = {},
): Promise<readonly AuditRow[]> {
  const rows: AuditRow[] = []
  let cursor: string | null = null
  do {
    const asked = new URLSearchParams({ ...query, limit: '200', ...(cursor === null ? {} : { cursor }) })
    const answer = await desk.request.get(new URL(`/v1/audit?${asked.toString()}`, desk.url()).href)
    if (!answer.ok()) throw new Error(`The audit list answered ${answer.status()}: ${await answer.text()}`)
    const page = (await answer.json()) as { items: AuditRow[]; next: string | null }
    rows.push(...page.items)
    cursor = page.next
  } while (cursor !== null)
  return rows.reverse()
}
