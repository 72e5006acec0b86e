import { useState } from 'react'
import { Button } from '../../../../components/ui/Button.tsx'
import { Field } from '../../../../components/ui/Field.tsx'
import { TextArea } from '../../../../components/ui/TextArea.tsx'
import { t } from '../../../../components/ui/words.ts'
import { stepDigest } from '../../../../policy/trust/rollout-step.ts'
import type { RolloutStep } from '../../../../policy/trust/rollout-step.ts'
import type { Consent } from '../../../../protocol/http/passkeys.ts'
import type { Rollout } from '../../../../protocol/http/rollouts.ts'
import type { Answer, Failure } from '../../../call.ts'
import { client } from '../../../client.ts'
import { ConfirmDialog } from '../../../ConfirmDialog.tsx'
import { withPasskey } from '../../../with-passkey.ts'
import { ringWords } from './ring-words.ts'

type Changed = Promise<Answer<{ rollout: Rollout | null }>>
type Act = 'widen' | 'halt' | 'resume' | 'return'

interface RolloutActionsProps {
  readonly rollout: Rollout
  readonly onChanged: (rollout: Rollout | null) => void
}

/** Widen or halt; once it is halted, go on or go back. Each says first what will run where, and all but halting are signed. */
export function RolloutActions({ rollout, onChanged }: RolloutActionsProps) {
  const [asking, setAsking] = useState<Act | null>(null)
  const [reason, setReason] = useState('')
  const { id, ring, rings, version, digest, others, state } = rollout
  const next = rings[ring + 1]
  const to = next ? ringWords(next) : t('rollout.everybody')

  async function act(what: Act): Promise<Failure | null> {
    const answer = await calls[what]()
    if (!answer.ok) return answer.failure
    setAsking(null)
    onChanged(answer.value.rollout)
    return null
  }
  const signed = async (step: RolloutStep, send: (consent?: Consent) => Changed): Changed =>
    withPasskey({ purpose: 'rollout', subject: await stepDigest({ rollout: id, step, ring, digest }) }, send)
  const calls: Record<Act, () => Changed> = {
    widen: () => signed('widening', (consent) => client.widenRollout(id, ring, consent)),
    halt: () => client.haltRollout(id, reason.trim() || t('rollout.no-reason')),
    resume: () => signed('resumption', (consent) => client.resumeRollout(id, consent)),
    return: () => signed('return', (consent) => client.returnRollout(id, consent)),
  }
  return (
    <>
      <Button onClick={() => setAsking('return')}>{t('rollout.return')}</Button>
      {state === 'halted' ? (
        <Button onClick={() => setAsking('resume')}>{t('rollout.resume')}</Button>
      ) : (
        <>
          <Button variant="danger" onClick={() => setAsking('halt')}>
            {t('rollout.halt')}
          </Button>
          <Button variant="primary" onClick={() => setAsking('widen')}>
            {t('rollout.widen', { to })}
          </Button>
        </>
      )}
      <ConfirmDialog
        open={asking !== null}
        title={t(`rollout.${asking ?? 'widen'}.title`, { version, others, to })}
        confirm={t(`rollout.${asking ?? 'widen'}.confirm`, { version, others, to })}
        onConfirm={() => (asking === null ? Promise.resolve(null) : act(asking))}
        onClose={() => setAsking(null)}
      >
        <p>{t(`rollout.${asking ?? 'widen'}.text`, { version, others, to })}</p>
        {asking === 'halt' && (
          <Field label={t('rollout.reason')} optional>
            <TextArea
              rows={2}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </Field>
        )}
      </ConfirmDialog>
    </>
  )
}
