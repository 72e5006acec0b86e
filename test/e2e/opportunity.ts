import type { Page } from 'playwright-core'
import { login, openOpportunity } from '../support/tryton-page.ts'
import { badgeNamed } from './badges.ts'
import type { Stage } from './stage.ts'

/** Signs the rep in at Tryton, which every later tab of the same browser shares. */
export async function signInRep(stage: Stage): Promise<void> {
  await login(await stage.chromium.context.newPage(), stage.tryton, 'rep')
}

/** A tab of its own with this opportunity, at an amount below the starter policy's 50,000, and its badge in place. */
export async function opportunityTab(stage: Stage, id: number): Promise<Page> {
  await stage.tryton.rpc('admin', 'model.sale.opportunity.write', [
    [id],
    { amount: { __class__: 'Decimal', decimal: '12000' } },
  ])
  const page = await stage.chromium.context.newPage()
  await openOpportunity(page, stage.tryton, id)
  await badgeNamed(page, /^save an opportunity.*goes ahead/i)
  return page
}
