import type { HoldView } from '../../protocol/hold.ts'
import { Button } from '../ui/Button.tsx'
import { t } from '../ui/words.ts'
import { EscalateButton } from './EscalateButton.tsx'
import { Consent } from './Consent.tsx'
import { usePanel } from './panel-context.ts'

/** What ends this hold: run it, give it up, or just close. Always in sight. */
export function PanelFoot({ view }: { readonly view: HoldView }) {
  const asked = usePanel((state) => state.asked)
  const run = usePanel((state) => state.run)
  const cancel = usePanel((state) => state.cancel)
  const close = usePanel((state) => state.close)
  const { state } = view

  if (state === 'waiting' || state === 'ready') {
    return (
      <footer className="panel-foot">
        <Button variant="quiet" busy={asked === 'cancel'} onClick={cancel}>
          {t('foot.cancel')}
        </Button>
        <EscalateButton view={view} />
        {state === 'ready' && (
          <Consent>
            <Button variant="primary" busy={asked === 'run'} onClick={run}>
              {t('foot.run')}
            </Button>
          </Consent>
        )}
      </footer>
    )
  }
  return (
    <footer className="panel-foot">
      {state === 'refused' && <EscalateButton view={view} />}
      <Button onClick={close}>{t('close')}</Button>
    </footer>
  )
}
