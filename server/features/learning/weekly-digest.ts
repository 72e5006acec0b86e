import type { Transaction } from 'kysely'
import { windowStart } from '../../../policy/override-budget.ts'
import type { RuleLearning } from '../../../protocol/http/learning.ts'
import type { Tables } from '../../database/tables.ts'
import { say } from '../../words.ts'
import { bundleOf, readBundle } from '../policy/bundle-store.ts'
import { answersSince } from './answers.ts'
import { learn } from './learn.ts'

const day = 86_400_000
const mostRules = 10
const mostReasons = 3

export interface Week {
  readonly from: Date
  readonly to: Date
}

/** The week from Monday to Monday, UTC, that was over last at this moment. */
export function lastWeek(now: Date): Week {
  const to = windowStart(now.getTime(), 'week')
  return { from: new Date(to - 7 * day), to: new Date(to) }
}

export function thisWeek(now: Date): Week {
  return { from: new Date(windowStart(now.getTime(), 'week')), to: now }
}

/** The mail about one week; null when nobody overrode or disputed anything. */
export async function digestMail(
  tx: Transaction<Tables>,
  tenant: string,
  { week, console }: { readonly week: Week; readonly console: string },
): Promise<{ readonly subject: string; readonly text: string } | null> {
  const row = await readBundle(tx, tenant, 'current')
  if (row === undefined) return null
  const rules = learn(bundleOf(row), await answersSince(tx, tenant, week)).filter(
    ({ overridden, disputed }) => overridden + disputed > 0,
  )
  if (rules.length === 0) return null
  const dates = { from: dateOf(week.from), to: dateOf(new Date(week.to.getTime() - day)) }
  const parts = [
    say('digest.intro', dates),
    ...rules.slice(0, mostRules).map(aboutRule),
    ...(rules.length > mostRules ? [say('digest.more', { count: rules.length - mostRules })] : []),
    say('digest.console', { url: `${console}/policy/learning` }),
  ]
  return { subject: say('digest.subject', dates), text: `${parts.join('\n\n')}\n` }
}

function aboutRule({ name, owner, held, overridden, disputed, reasons, edits }: RuleLearning): string {
  return [
    say('digest.rule', { name: oneLine(name), owner: oneLine(owner), held, overridden, disputed }),
    ...reasons
      .slice(0, mostReasons)
      .map(({ label, count }) => say('digest.reason', { label: oneLine(label), count })),
    ...edits.map(({ code, params }) => `${say('digest.edit')} ${say(`digest.edit.${code}`, params)}`),
  ].join('\n')
}

/** Names are written by people: none of them makes a line of its own in a mail. */
function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim()
}

function dateOf(at: Date): string {
  return at.toISOString().slice(0, 10)
}
