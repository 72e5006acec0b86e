import { useStore } from 'zustand'
import './options.css'
import { Mark } from '../ui/Mark.tsx'
import { ManagedNotice } from '../sidepanel/ManagedNotice.tsx'
import { StatusStrip } from '../sidepanel/StatusStrip.tsx'
import { Card } from '../ui/Card.tsx'
import { Notice } from '../ui/Notice.tsx'
import { Spinner } from '../ui/Spinner.tsx'
import { t } from '../ui/words.ts'
import { EnrolForm } from './EnrolForm.tsx'
import { HostPermissions } from './HostPermissions.tsx'
import type { OptionsStore } from './options-store.ts'
import { RecordedList } from './RecordedList.tsx'
import { SignInRequest } from './SignInRequest.tsx'

export function Options({ store }: { readonly store: OptionsStore }) {
  const { status, silent, enrolledHere, flush, openAgain, withdraw } = useStore(store)
  const request = status?.enrolling?.problem === null ? status.enrolling : null
  // One the server no longer knows enrols again, with what it has not sent yet.
  const mayEnrol = status !== null && (!status.enrolled || status.problem === 'SIGNED_OUT')
  return (
    <main className="options">
      <h1 className="options-title">
        <Mark />
        {t('options.title')}
      </h1>
      {silent && <Notice kind="error">{t('page.failed')}</Notice>}
      {status !== null && <HostPermissions store={store} missing={status.missingHosts} />}
      {status === null && !silent && <Spinner label={t('loading')} />}
      {status?.enrolled && (
        <Card title={t('options.enrolled')}>
          <div className="options-stack" role="status">
            {enrolledHere && <Notice kind="ok">{t('options.enrolled-text')}</Notice>}
          </div>
          <StatusStrip status={status} onFlush={() => void flush()} />
        </Card>
      )}
      {mayEnrol && (
        <Card title={t('options.enrol')} text={request ? undefined : t('options.enrol-text')}>
          <div className="options-stack">
            <ManagedNotice managed={status.managed} />
            {request ? (
              <SignInRequest request={request} onOpen={openAgain} onWithdraw={() => void withdraw()} />
            ) : (
              <EnrolForm store={store} managedUrl={status.managed?.serverUrl ?? null} />
            )}
          </div>
        </Card>
      )}
      <RecordedList />
    </main>
  )
}
