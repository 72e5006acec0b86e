import type { Browser } from 'wxt/browser'
import type { Surface } from '../../protocol/site-pack.ts'
import type { Slice } from '../../policy/slice.ts'
import { ceilingOf } from '../../policy/tier.ts'
import type { HoldRow } from '../db/rows.ts'
import { run } from '../run.ts'
import { governedHosts } from '../sites/hosts.ts'
import type { Worker } from '../worker.ts'

type Rule = Browser.declarativeNetRequest.Rule

const blockPriority = 1
const allowPriority = 2
/** Named one by one: without the list the main frame, and with it a form post, is left out (platform.md, 8). */
const resourceTypes = [
  'main_frame',
  'sub_frame',
  'xmlhttprequest',
  'ping',
  'csp_report',
  'image',
  'script',
  'stylesheet',
  'font',
  'media',
  'object',
  'websocket',
  'other',
] as const

/** Firefox calls a beacon and some images by names of their own, which Chromium refuses. */
export function resourceTypesFor(origin: string): readonly string[] {
  return origin.startsWith('moz-extension:') ? [...resourceTypes, 'beacon', 'imageset'] : resourceTypes
}

/**
 * Blocks, by URL and method, what no page may start without the worker: surfaces that declare this backstop and whose
 * actions are always held or refused. An action that a page may allow by itself is never blocked here.
 */
export async function applyBackstop(worker: Worker): Promise<void> {
  const { declarativeNetRequest } = worker.environment.browser
  if (!declarativeNetRequest || !worker.active) return
  // Where nothing of ours runs, a request that we stopped would fail without a word.
  const { missing } = await governedHosts(worker)
  const wanted = [...worker.active.slices.values()].flatMap(({ slice }) =>
    blocksOf(slice, missing, resourceTypesFor(worker.environment.origin)),
  )
  const rules = wanted.map((rule, index) => ({ ...rule, id: index + 1 }))
  const present = (await declarativeNetRequest.getSessionRules()).filter(
    ({ priority }) => priority === blockPriority,
  )
  if (JSON.stringify(present.map(comparable)) === JSON.stringify(rules.map(comparable))) return
  await declarativeNetRequest.updateSessionRules({
    removeRuleIds: present.map(({ id }) => id),
    addRules: rules as Rule[],
  })
}

/** A gap for one released action: its URL and method, in its tab, for as long as the page may let it pass. */
export async function openGap(worker: Worker, row: HoldRow): Promise<void> {
  const { declarativeNetRequest } = worker.environment.browser
  const pack = worker.active?.slices.get(row.action.site)?.slice.pack
  const surface = pack?.surfaces.find(({ id }) => id === row.action.surface)
  if (!declarativeNetRequest || !pack || surface?.backstop !== 'network' || row.place.tab === null) return
  const tab = row.place.tab
  const first = 100_000 + (row.heldAt % 1_000_000) * 10
  const rules = conditionsOf(pack.hosts, surface, resourceTypesFor(worker.environment.origin)).map(
    (condition, index) => ({
      id: first + index,
      priority: allowPriority,
      action: { type: 'allow' as const },
      condition: { ...condition, tabIds: [tab] },
    }),
  )
  const ids = rules.map(({ id }) => id)
  await declarativeNetRequest.updateSessionRules({ removeRuleIds: ids, addRules: rules as unknown as Rule[] })
  worker.environment.later(10_000, () =>
    run('gap', declarativeNetRequest.updateSessionRules({ removeRuleIds: ids })),
  )
}

/** Gaps do not outlive the worker that opened them. */
export async function closeGaps(worker: Worker): Promise<void> {
  const { declarativeNetRequest } = worker.environment.browser
  if (!declarativeNetRequest) return
  const open = (await declarativeNetRequest.getSessionRules()).filter(
    ({ priority }) => priority === allowPriority,
  )
  if (open.length > 0)
    await declarativeNetRequest.updateSessionRules({ removeRuleIds: open.map(({ id }) => id) })
}

function blocksOf(slice: Slice, missing: readonly string[], types: readonly string[]): Omit<Rule, 'id'>[] {
  const guarded = slice.pack.surfaces.filter(
    (surface) => surface.backstop === 'network' && isNeverFree(slice, surface),
  )
  const hosts = slice.pack.hosts.filter((host) => !missing.includes(host))
  return guarded.flatMap((surface) =>
    conditionsOf(hosts, surface, types).map(
      (condition) =>
        ({ priority: blockPriority, action: { type: 'block' }, condition }) as unknown as Omit<Rule, 'id'>,
    ),
  )
}

/** No tier, killed, or a tier that always wants an approval: no page can allow it whatever its fields are. */
function isNeverFree(slice: Slice, surface: Surface): boolean {
  if (slice.killed.includes('tenant') || slice.killed.includes(`integration:${slice.site}`)) return true
  const workflow = slice.workflows.find(({ surfaces }) => surfaces.includes(`${slice.site}/${surface.id}`))
  return !workflow?.tier || Math.min(workflow.tier, ceilingOf(workflow.category)) === 3
}

/** Only where the address alone tells the action: a rule sees no body. */
function conditionsOf(hosts: readonly string[], surface: Surface, types: readonly string[]) {
  const telling = surface.requests.filter(({ match }) => match.where.length === 0)
  return telling.flatMap(({ match }) =>
    hosts.map((host) => ({
      urlFilter: `${anchorOf(host)}${match.url.replace(/^\/?/, '/').replace(/\{[^}]*\}/g, '*')}`,
      requestMethods: [match.method.toLowerCase()],
      resourceTypes: [...types],
    })),
  )
}

/** `http://host/*` -> `|http://host*`: the port of a local host is not part of a match pattern. */
function anchorOf(pattern: string): string {
  const [scheme = '*', rest = ''] = pattern.split('://')
  const host = rest.split('/', 1)[0] ?? ''
  if (host.startsWith('*.')) return `||${host.slice(2)}*`
  return scheme === '*' ? `://${host}*` : `|${scheme}://${host}*`
}

function comparable({ condition, priority }: Pick<Rule, 'condition' | 'priority'>) {
  return { condition, priority }
}
