import type { Locator } from '../../../protocol/site-pack.ts'
import { t } from '../../ui/words.ts'

/** How a control is found, one sentence for each kind of evidence. */
export function signalWords(locators: readonly Locator[]): string[] {
  return [...new Set(locators.map(wordsOf))]
}

function wordsOf(locator: Locator): string {
  switch (locator.by) {
    case 'attribute':
      return t('describe.signal.attribute', { css: locator.css })
    case 'role':
      return t('describe.signal.role', { name: locator.name })
    case 'text':
      return t('describe.signal.text', { text: locator.text })
    case 'position':
      return t('describe.signal.position', { css: locator.css })
    case 'entity':
      return t('describe.signal.entity', { entity: locator.entity })
  }
  return locator satisfies never
}
