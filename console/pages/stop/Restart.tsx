import { useState } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { Notice } from '../../../components/ui/Notice.tsx'
import { formatRelative, t } from '../../../components/ui/words.ts'
import type { KillState } from '../../../protocol/http/trust.ts'
import type { Session } from '../../../protocol/http/session.ts'
import type { Answer, Failure } from '../../call.ts'
import { client } from '../../client.ts'
import { withPasskey } from '../../with-passkey.ts'
import { FailureNotice } from '../../FailureNotice.tsx'

interface RestartProps {
  readonly restart: KillState['restarts'][number]
  readonly session: Session
  readonly onState: (state: KillState) => void
}

/** A restart that waits for its second person. Whoever asked can only take it back. */
export function Restart({ restart, session, onState }: RestartProps) {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const isOwn = restart.requestedBy.id === session.person.id

  async function act(call: (id: string) => Promise<Answer<KillState>>) {
    if (busy) return
    setBusy(true)
    const answer = await call(restart.id)
    setBusy(false)
    if (answer.ok) onState(answer.value)
    else setFailure(answer.failure)
  }

  const confirm = (id: string) =>
    withPasskey({ purpose: 'restart', subject: id }, (consent) => client.confirmRestart(id, consent))

  return (
    <div className="restart">
      <Notice
        kind={isOwn ? 'info' : 'warn'}
        title={t('restart.waits', {
          name: restart.requestedBy.name,
          at: formatRelative(restart.requestedAt),
        })}
        action={
          <div className="restart-actions">
            {!isOwn && (
              <Button variant="primary" busy={busy} onClick={() => void act(confirm)}>
                {t('restart.confirm')}
              </Button>
            )}
            {session.roles.includes('admin') && (
              <Button busy={busy} onClick={() => void act(client.withdrawRestart)}>
                {t('restart.withdraw')}
              </Button>
            )}
          </div>
        }
      >
        <p>
          <bdi>{restart.reason}</bdi>
        </p>
        <p>{t(isOwn ? 'restart.own' : 'restart.others')}</p>
      </Notice>
      {failure && <FailureNotice failure={failure} />}
    </div>
  )
}
