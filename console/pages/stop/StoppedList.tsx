import { useState } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { Card } from '../../../components/ui/Card.tsx'
import { EmptyState } from '../../../components/ui/EmptyState.tsx'
import { formatDate, formatRelative, t } from '../../../components/ui/words.ts'
import type { KillState } from '../../../protocol/http/trust.ts'
import type { Session } from '../../../protocol/http/session.ts'
import { Restart } from './Restart.tsx'
import { RestartDialog } from './RestartDialog.tsx'
import { scopeWords } from './scope-words.ts'

interface StoppedListProps {
  readonly state: KillState
  readonly session: Session
  readonly onState: (state: KillState) => void
}

/** What is stopped, by whom and since when; starting it again takes two. */
export function StoppedList({ state, session, onState }: StoppedListProps) {
  const [asking, setAsking] = useState<string | null>(null)
  const isAdmin = session.roles.includes('admin')
  return (
    <Card title={t('stop.now.title')} text={t('stop.now.text')}>
      {state.killed.length === 0 ? (
        <EmptyState title={t('stop.now.none')} text={t('stop.now.none.text')} />
      ) : (
        <ul className="stopped">
          {state.killed.map((kill) => {
            const restart = state.restarts.find(({ scope }) => scope === kill.scope)
            return (
              <li key={kill.scope}>
                <div className="stopped-head">
                  <div>
                    <h3>
                      <bdi>{scopeWords(kill.scope, state.integrations)}</bdi>
                    </h3>
                    <p>
                      <bdi>{kill.reason}</bdi>
                    </p>
                    <p className="stopped-by">
                      {t('stop.by', { name: kill.by?.name ?? t('stop.nobody') })}{' '}
                      <time dateTime={kill.since} title={formatDate(kill.since)}>
                        {formatRelative(kill.since)}
                      </time>
                    </p>
                  </div>
                  {!restart && isAdmin && (
                    <Button onClick={() => setAsking(kill.scope)}>
                      {t('restart.ask')}
                      <span className="ui-hidden"> {scopeWords(kill.scope, state.integrations)}</span>
                    </Button>
                  )}
                </div>
                {restart && <Restart restart={restart} session={session} onState={onState} />}
              </li>
            )
          })}
        </ul>
      )}
      <RestartDialog
        scope={asking}
        words={asking === null ? '' : scopeWords(asking, state.integrations)}
        onState={(next) => {
          setAsking(null)
          onState(next)
        }}
        onClose={() => setAsking(null)}
      />
    </Card>
  )
}
