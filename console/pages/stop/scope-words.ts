import { t } from '../../../components/ui/words.ts'
import { readKillScope } from '../../../policy/kill-scope.ts'
import type { KillState } from '../../../protocol/http/trust.ts'

/** What a stop is about, as a person says it. A scope this console cannot read is shown as it is. */
export function scopeWords(text: string, integrations: KillState['integrations']): string {
  const scope = readKillScope(text)
  switch (scope?.kind) {
    case 'tenant':
      return t('stop.scope.tenant')
    case 'integration':
      return t('stop.scope.integration', { name: nameOf(scope.site, integrations) })
    case 'campaign':
      return t('stop.scope.campaign', { type: scope.type, id: scope.id })
    case 'agent':
      return scope.agent === '*' ? t('stop.scope.agents') : t('stop.scope.agent', { name: scope.agent })
    case undefined:
      return text
  }
}

function nameOf(site: string, integrations: KillState['integrations']): string {
  return integrations.find(({ id }) => id === site)?.name ?? site
}
