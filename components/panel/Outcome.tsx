import { useEffect } from 'react'
import type { HoldView } from '../../protocol/hold.ts'
import { ActionView } from '../ui/ActionView.tsx'
import { Digest } from '../ui/Digest.tsx'
import { Notice } from '../ui/Notice.tsx'
import { Spinner } from '../ui/Spinner.tsx'
import { t } from '../ui/words.ts'
import { usePanel } from './panel-context.ts'

const kinds = { done: 'ok', failed: 'error', cancelled: 'info' } as const

/** How long good news stays, in ms. Nobody has to press anything to go on working. */
const goodNews = 4000

/** Let through, and how it ended. What went well leaves by itself, unless the rep is at it. */
export function Outcome({ view }: { readonly view: HoldView }) {
  const { state } = view
  const close = usePanel((store) => store.close)
  useEffect(() => {
    if (state !== 'done') return
    const leave = setInterval(() => {
      if (!document.querySelector('.panel:hover, details[open]')) close()
    }, goodNews)
    return () => clearInterval(leave)
  }, [state, close])
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
