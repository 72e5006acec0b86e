import { useMemo, useState } from 'react'
import { Button } from '../../../../components/ui/Button.tsx'
import { Card } from '../../../../components/ui/Card.tsx'
import { Field } from '../../../../components/ui/Field.tsx'
import { Notice } from '../../../../components/ui/Notice.tsx'
import { Select } from '../../../../components/ui/Select.tsx'
import { t } from '../../../../components/ui/words.ts'
import { parsePolicy } from '../../../../policy/parse-bundle.ts'
import type { PolicyDocument } from '../../../../protocol/http/policy.ts'
import { FailureNotice } from '../../../FailureNotice.tsx'
import { Link } from '../../../Link.tsx'
import type { SavedDraft } from '../use-autosave.ts'
import { useDraft } from '../use-draft.ts'
import { Progress } from './Progress.tsx'
import { Result } from './Result.tsx'
import './try.css'
import { useBacktest } from './use-backtest.ts'

const periods = [7, 30, 90]

interface TryPageProps {
  readonly current: PolicyDocument
  readonly saved: SavedDraft
}

/** What the draft would have made of what people really did. Nothing here changes anything. */
export function TryPage({ current, saved }: TryPageProps) {
  const { draft, isChanged } = useDraft(current, saved)
  const [days, setDays] = useState(30)
  const { state, start, cancel } = useBacktest(current)
  const policy = useMemo(() => soundPolicy(draft.text), [draft.text])
  const isRunning = state.status === 'running'

  return (
    <div className="try">
      <Card title={t('try.title')} text={t(isChanged ? 'try.text' : 'try.text-unchanged')}>
        {policy === null ? (
          <Notice kind="warn" title={t('try.unsound')}>
            <Link to="/policy/edit">{t('try.unsound-link')}</Link>
          </Notice>
        ) : (
          <div className="try-controls">
            <Field label={t('try.period')}>
              <Select
                value={String(days)}
                disabled={isRunning}
                onChange={(event) => setDays(Number(event.target.value))}
                options={periods.map((each) => ({
                  value: String(each),
                  label: t('try.days', { count: each }),
                }))}
              />
            </Field>
            {isRunning ? (
              <Button onClick={cancel}>{t('try.cancel')}</Button>
            ) : (
              <Button variant="primary" onClick={() => void start(policy, days)}>
                {t(state.status === 'idle' ? 'try.start' : 'try.again')}
              </Button>
            )}
          </div>
        )}
        <div className="live" aria-live="polite">
          {state.status === 'cancelled' && <p className="try-note">{t('try.cancelled')}</p>}
        </div>
        {state.status === 'running' && <Progress done={state.done} total={state.total} />}
      </Card>
      {state.status === 'failed' && <FailureNotice failure={state.failure} />}
      {state.status === 'finished' && (
        <>
          {policy !== null &&
            state.draft !== policy &&
            JSON.stringify(state.draft) !== JSON.stringify(policy) && (
              <Notice kind="info">{t('try.outdated')}</Notice>
            )}
          <Result key={state.plan.to} finished={state} active={current.policy} />
        </>
      )}
    </div>
  )
}

/** null while the text is no policy, or a rule in it has settings that its kind does not take. */
function soundPolicy(text: string) {
  try {
    const parsed = parsePolicy(JSON.parse(text))
    return parsed.ok ? parsed.policy : null
  } catch {
    // Half-typed text is no policy yet.
    return null
  }
}
