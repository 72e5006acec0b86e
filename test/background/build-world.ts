import type { Action } from '../../policy/action.ts'
import type { Bundle } from '../../policy/bundle.ts'
import { buildAction, buildBundle, buildField, buildRule, buildWorkflow } from '../policy/build.ts'
import { enrol, openPage, openPanel } from '../support/rep.ts'
import { createWorld, until } from '../support/worker-world.ts'
import type { World } from '../support/worker-world.ts'

/** Amounts above 15,000 need an approval; e-mails a review; a deviation a reason; launches a share of a counter. */
export function buildPolicy(patch: Partial<Bundle> = {}): Bundle {
  return buildBundle({
    workflows: [
      buildWorkflow(),
      buildWorkflow({ id: 'mail', surfaces: ['tryton/email-send'] }),
      buildWorkflow({ id: 'marketing', tier: 4, surfaces: ['tryton/marketing-send'] }),
    ],
    rules: [
      buildRule(
        'amount-threshold',
        { field: 'amount', limit: 15_000 },
        { id: 'amount', workflows: ['opportunity-update'] },
      ),
      buildRule(
        'override-reason',
        { when: 'deviates' },
        { id: 'deviation', workflows: ['opportunity-update'] },
      ),
      buildRule('required-review', { floorSeconds: 5 }, { id: 'review', workflows: ['mail'] }),
      buildRule(
        'volume-cap',
        { unit: 'recipients', perPeriod: 100, period: 'day', beyond: 'refuse' },
        { id: 'cap', workflows: ['marketing'] },
      ),
    ],
    ...patch,
  })
}

export function bigSave(after = 20_000): Action {
  return buildAction({ fields: [buildField({ after })] })
}

export function mail(text = 'Hello'): Action {
  return buildAction({
    surface: 'email-send',
    operation: 'email.send',
    record: null,
    recipients: ['ana@alder.example'],
    content: [{ name: 'body', text }],
  })
}

export function launch(count: number): Action {
  return buildAction({
    surface: 'marketing-send',
    operation: 'marketing.send',
    record: null,
    recipients: Array.from({ length: count }, (_, index) => `lead${index}@example.test`),
  })
}

/** A world in which the device is enrolled, the policy active, and a page of the CRM open. */
export async function enrolledWorld(
  bundle = buildPolicy(),
): Promise<{ world: World; page: ReturnType<typeof openPage> }> {
  const world = createWorld(bundle)
  world.start()
  await enrol(world)
  const page = openPage(world)
  await until(() => page.told('slice.changed').length > 0, 'a slice')
  return { world, page }
}

/** Types of what the server has, in order. */
export function recorded(world: World): string[] {
  return world.server.events.map(({ type }) => type)
}

/** The panel opens where the page was told to open it. */
export async function panelFor(world: World, page: ReturnType<typeof openPage>, hold: string) {
  await until(() => page.told('hold.decided', hold).length > 0, 'a decision')
  const panel = openPanel(world, hold)
  await until(() => panel.latest(), 'the hold in the panel')
  return panel
}
