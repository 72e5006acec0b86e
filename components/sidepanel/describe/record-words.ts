import type { SurfaceTrigger } from '../../../protocol/site-pack.ts'
import { t } from '../../ui/words.ts'
import type { RecordFrom } from './describe-state.ts'

export function recordWords(record: RecordFrom): string {
  switch (record.from) {
    case 'url':
      return t('describe.record.url', { template: record.template })
    case 'page':
      return t('describe.record.page', { css: record.source.css })
    case 'none':
      return t('describe.record.none')
  }
  return record satisfies never
}

export function triggerWords(trigger: SurfaceTrigger): string {
  switch (trigger.on) {
    case 'click':
      return t('describe.trigger.click')
    case 'keys':
      return t('describe.trigger.keys', { keys: trigger.keys.replace('Mod', t('describe.mod')) })
    case 'submit':
      return t('describe.trigger.submit')
    case 'drag':
      return t('describe.trigger.drag')
  }
  return trigger satisfies never
}
