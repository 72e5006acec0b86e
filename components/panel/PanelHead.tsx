import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import { StateBadge } from '../ui/StateBadge.tsx'
import { TierBadge } from '../ui/TierBadge.tsx'
import { t } from '../ui/words.ts'
import { Mark } from '../ui/Mark.tsx'
import { usePanel } from './panel-context.ts'

export function PanelHead({ titleId }: { readonly titleId: string }) {
  const view = usePanel((state) => state.view)
  const close = usePanel((state) => state.close)
  return (
    <header className="panel-head">
      <div className="panel-brand">
        <Mark />
        <span>{t('product')}</span>
        <Button variant="quiet" size="small" className="panel-close" onClick={close}>
          <Icon name="close" />
          <span className="ui-hidden">{t('close')}</span>
        </Button>
      </div>
      <h1 id={titleId}>{view?.surfaceName ?? t('panel.title')}</h1>
      {view !== null && (
        <p className="panel-badges">
          <TierBadge tier={view.decision.tier} />
          <StateBadge state={view.state} />
        </p>
      )}
      {view !== null && (
        <p className="panel-where">
          {view.workflow === null
            ? t('head.no-workflow')
            : t('head.workflow', { name: view.workflow.name, owner: view.workflow.owner })}
        </p>
      )}
    </header>
  )
}
