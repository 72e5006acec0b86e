import { useEffect, useState } from 'react'
import './popup.css'
import type { ExtensionStatus } from '../../protocol/messages/panel-port.ts'
import { Mark } from '../ui/Mark.tsx'
import { StatusStrip } from '../sidepanel/StatusStrip.tsx'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { Spinner } from '../ui/Spinner.tsx'
import { t } from '../ui/words.ts'

export interface PopupProps {
  readonly readStatus: () => Promise<ExtensionStatus | null>
  readonly onOpenSidePanel: () => void
  readonly onOpenOptions: () => void
}

export function Popup({ readStatus, onOpenSidePanel, onOpenOptions }: PopupProps) {
  const [status, show] = useState<ExtensionStatus | 'reading' | 'silent'>('reading')
  useEffect(() => {
    void readStatus().then((answer) => show(answer ?? 'silent'))
  }, [readStatus])

  const isEnrolled = typeof status === 'object' && status.enrolled
  return (
    <main className="popup">
      <h1 className="popup-title">
        <Mark />
        {t('product')}
      </h1>
      {status === 'reading' ? (
        <Spinner label={t('loading')} />
      ) : status === 'silent' ? (
        <Notice kind="error">{t('page.failed')}</Notice>
      ) : (
        <StatusStrip status={status} />
      )}
      <div className="popup-buttons">
        {isEnrolled ? (
          <Button variant="primary" onClick={onOpenSidePanel}>
            {t('popup.open')}
          </Button>
        ) : (
          <Button variant="primary" onClick={onOpenOptions}>
            {t('side.enrol')}
          </Button>
        )}
        {isEnrolled && <Button onClick={onOpenOptions}>{t('popup.options')}</Button>}
      </div>
    </main>
  )
}
