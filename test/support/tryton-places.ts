import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { setNumber } from './tryton-page.ts'
import type { TrytonUser } from './tryton.ts'

/** What a person does before a control of test/sites/tryton/expected.json can be used; its `shape` says what each means. */
export type Step =
  | { readonly click: string }
  | { readonly doubleClick: string }
  | { readonly wait: string }
  | { readonly filled: string }
  | { readonly gone: string }
  | { readonly focus: string }
  | { readonly type: string; readonly number?: string; readonly within?: string }
  | { readonly press: string }

export interface Place {
  readonly id: string
  readonly user: TrytonUser
  readonly hash: string
  readonly steps: readonly Step[]
  readonly control: string
}

interface Expected {
  readonly places: readonly (Place & { readonly must: boolean })[]
  readonly lookAlikes: readonly (Place & { readonly why: string })[]
}

export const expected = JSON.parse(
  readFileSync(join(import.meta.dirname, '../sites/tryton/expected.json'), 'utf8'),
) as Expected

const activePane = '#tabcontent > .tab-pane.active'

export function placeLocator(page: Page, selector: string): Locator {
  return page.locator(selector.replaceAll('{pane}', activePane)).locator('visible=true')
}

export async function takeSteps(page: Page, steps: readonly Step[]): Promise<void> {
  for (const step of steps) await take(page, step)
}

async function take(page: Page, step: Step): Promise<void> {
  const at = (selector: string) => placeLocator(page, selector).first()
  if ('number' in step && step.number !== undefined) {
    return setNumber(page, step.number, step.type, at(step.within ?? '{pane}'))
  }
  if ('type' in step) return page.keyboard.type(step.type)
  if ('press' in step) return page.keyboard.press(step.press)
  if ('click' in step) return at(step.click).click()
  if ('doubleClick' in step) return at(step.doubleClick).dblclick()
  if ('focus' in step) return at(step.focus).focus()
  if ('wait' in step) return at(step.wait).waitFor()
  if ('gone' in step) return at(step.gone).waitFor({ state: 'hidden' })
  await page.waitForFunction(
    (selector) => document.querySelector<HTMLInputElement>(selector)?.value !== '',
    step.filled,
  )
}
