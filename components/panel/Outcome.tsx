import type { HoldView } from '../../protocol/hold.ts'
import { ActionView } from '../ui/ActionView.tsx'
import { Digest } from '../ui/Digest.tsx'
import { Notice } from '../ui/Notice.tsx'
import { Spinner } from '../ui/Spinner.tsx'
import { t } from '../ui/words.ts'

const kinds = { done: 'ok', failed: 'error', cancelled: 'info' } as const

/** Let through, and how it ended. */
export function Outcome({ view }: { readonly view: HoldView }) {
  const { state } = view
  return (
    <>
      {state === 'done' || state === 'failed' || state === 'cancelled' ? (
        <Notice kind={kinds[state]} title={t(`outcome.${state}`)}>
          {t(`outcome.${state}-text`)}
        </Notice>
      ) : (
        <div className="panel-running">
          <Spinner />
          <div>
            <p className="panel-strong">{t('outcome.running')}</p>
            <p>{t('outcome.running-text')}</p>
          </div>
        </div>
      )}
      <details className="panel-details">
        <summary>{t('section.what')}</summary>
        <ActionView action={view.action} />
        <Digest digest={view.digest} />
      </details>
    </>
  )
}
