import { useEffect, useId, useRef } from 'react'
import './panel.css'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { Spinner } from '../ui/Spinner.tsx'
import { hasWords, t } from '../ui/words.ts'
import { HoldBody } from './HoldBody.tsx'
import { PanelFoot } from './PanelFoot.tsx'
import { PanelHead } from './PanelHead.tsx'
import { usePanel } from './panel-context.ts'
import { announcementOf } from './announcement.ts'

/** One hold, from why it is held to how it ended. */
export function Panel() {
  const view = usePanel((state) => state.view)
  const link = usePanel((state) => state.link)
  const gone = usePanel((state) => state.gone)
  const covered = usePanel((state) => state.covered)
  const close = usePanel((state) => state.close)
  const title = useId()
  const dialog = useRef<HTMLDivElement>(null)
  useEffect(() => dialog.current?.focus(), [])

  return (
    <div
      className="panel"
      role="dialog"
      aria-labelledby={title}
      tabIndex={-1}
      ref={dialog}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.preventDefault()
        close()
      }}
    >
      <PanelHead titleId={title} />
      <div className="panel-body" role="region" aria-labelledby={title} tabIndex={0}>
        <div className="panel-content">
          {link === 'lost' && <Notice kind="warn">{t('link.lost')}</Notice>}
          {covered && <Notice kind="error">{t('panel.covered')}</Notice>}
          {gone ? (
            <Notice
              kind="info"
              title={t('gone.title')}
              action={<Button onClick={close}>{t('close')}</Button>}
            >
              {t('gone.text')}
            </Notice>
          ) : view === null ? (
            <p className="panel-loading">
              <Spinner label={t('panel.loading')} />
            </p>
          ) : (
            <>
              {view.problem !== null && (
                <Notice kind="error">
                  {t(hasWords(`error.${view.problem}`) ? `error.${view.problem}` : 'error.UNEXPECTED')}
                </Notice>
              )}
              <HoldBody view={view} />
            </>
          )}
        </div>
      </div>
      {view !== null && !gone && <PanelFoot view={view} />}
      <p className="ui-hidden" role="status">
        {view !== null && !gone && announcementOf(view)}
      </p>
    </div>
  )
}
