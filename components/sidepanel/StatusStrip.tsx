import type { ReactNode } from 'react'
import type { ExtensionStatus } from '../../protocol/messages/panel-port.ts'
import './status-strip.css'
import { Button } from '../ui/Button.tsx'
import { Notice } from '../ui/Notice.tsx'
import { ManagedNotice } from './ManagedNotice.tsx'
import { formatRelative, hasWords, t } from '../ui/words.ts'

export interface StatusStripProps {
  readonly status: ExtensionStatus
  readonly onFlush?: (() => void) | undefined
}

/** Who this browser is enrolled as, how old its policy is, and whether everything was sent: in words. */
export function StatusStrip({ status, onFlush }: StatusStripProps) {
  const { person, connection, unsent, rejected, waiting, missingHosts, problem } = status
  return (
    <section className="status" aria-label={t('status.label')}>
      <ManagedNotice managed={status.managed} />
      {problem !== null && (
        <Notice kind="warn">
          {t(hasWords(`error.${problem}`) ? `error.${problem}` : 'error.UNEXPECTED')}
        </Notice>
      )}
      {missingHosts.length > 0 && (
        <Notice kind="warn">{t('status.hosts', { count: missingHosts.length })}</Notice>
      )}
      {rejected > 0 && <Notice kind="warn">{t('status.rejected', { count: rejected })}</Notice>}
      <dl className="status-list">
        <Entry name={t('status.person')}>
          {person === null ? t('status.not-enrolled') : `${person.name} (${person.email})`}
        </Entry>
        <Entry name={t('status.connection')}>
          <span className={`status-dot status-${connection}`} aria-hidden="true" />
          {t(`status.${connection}`)}
        </Entry>
        <Entry name={t('status.policy')}>
          {policyWords(status)}
          {status.serverUrl !== null && (
            <>
              {' '}
              <a href={`${status.serverUrl}/acceptable-use`} target="_blank" rel="noopener noreferrer">
                {t('status.acceptable-use')}
              </a>
            </>
          )}
        </Entry>
        {status.rootFingerprint && (
          <Entry name={t('status.root')}>
            <code className="status-root">{fingerprintWords(status.rootFingerprint)}</code>
          </Entry>
        )}
        <Entry name={t('status.waiting')}>
          {waiting === 0 ? t('status.waiting-none') : t('status.waiting-count', { count: waiting })}
        </Entry>
        <Entry name={t('status.unsent')}>
          {unsent === 0 ? t('status.unsent-none') : t('status.unsent-count', { count: unsent })}
          {unsent > 0 && onFlush !== undefined && (
            <Button variant="quiet" size="small" onClick={onFlush}>
              {t('status.flush')}
            </Button>
          )}
        </Entry>
      </dl>
    </section>
  )
}

function Entry({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** In groups of four, as it is read aloud. */
function fingerprintWords(fingerprint: string): string {
  return (fingerprint.slice(0, 32).match(/.{4}/g) ?? []).join(' ')
}

function policyWords({ bundleVersion, bundleIssuedAt, lease }: ExtensionStatus): string {
  if (bundleVersion === null) return t('status.policy-none')
  const age = bundleIssuedAt ? t('status.policy-since', { age: formatRelative(bundleIssuedAt) }) : ''
  return [
    t('status.policy-version', { version: bundleVersion }),
    age,
    hasWords(`lease.${lease}`) ? t(`lease.${lease}`) : '',
  ]
    .filter(Boolean)
    .join(', ')
}
